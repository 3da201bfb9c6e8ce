#include "ui/support/background_task.h"

#include <QImage>
#include <QPainter>
#include <QSemaphore>
#include <QSignalSpy>
#include <QTest>
#include <atomic>
#include <memory>
#include <stdexcept>
#include <vector>

namespace latentscape::ui {

/// Jobs wait for semaphores, so that each test decides which job is where.
class BackgroundTaskTest : public QObject {
    Q_OBJECT

private slots:
    void deliversOnTheOwnersThread() {
        QThread* thread = nullptr;
        QThread* jobThread = nullptr;
        BackgroundTask<QThread*> task([&](QThread* result) {
            jobThread = result;
            thread = QThread::currentThread();
        });
        task.run([] { return QThread::currentThread(); });
        QVERIFY(task.isRunning());
        QTRY_VERIFY(jobThread);
        QCOMPARE(thread, QThread::currentThread());
        QVERIFY(jobThread != thread);
        QVERIFY(!task.isRunning());
    }

    void newestRequestWins() {
        QSemaphore gate;
        QSemaphore started;
        std::atomic<int> jobs = 0;
        std::vector<int> results;
        BackgroundTask<int> task([&](int result) { results.push_back(result); });
        for (int request = 0; request < 10; ++request) {
            task.run([&, request] {
                ++jobs;
                started.release();
                gate.acquire();
                return request;
            });
            if (request == 0)
                started.acquire();
        }
        gate.release(10);
        QTRY_VERIFY(!results.empty());
        QCOMPARE(results, std::vector<int>{9});
        QCOMPARE(jobs.load(), 2);
    }

    void runsOneJobAtATime() {
        std::atomic<int> inside = 0;
        std::atomic<bool> overlapped = false;
        int last = -1;
        BackgroundTask<int> task([&](int result) { last = result; });
        for (int request = 0; request < 200; ++request) {
            task.run([&, request] {
                overlapped = overlapped || inside.fetch_add(1) != 0;
                --inside;
                return request;
            });
            if (request % 7 == 0)
                QCoreApplication::sendPostedEvents();
        }
        QTRY_COMPARE(last, 199);
        QVERIFY(!overlapped);
    }

    void callbackMayAskForTheNextJob() {
        std::vector<int> results;
        BackgroundTask<int>* self = nullptr;
        BackgroundTask<int> task([&](int result) {
            results.push_back(result);
            if (result < 3)
                self->run([result] { return result + 1; });
        });
        self = &task;
        task.run([] { return 1; });
        QTRY_COMPARE(results, (std::vector<int>{1, 2, 3}));
    }

    void ownerMayDieWhileAJobRuns() {
        QThreadPool pool;
        QSemaphore started;
        QSemaphore gate;
        bool delivered = false;
        auto task = std::make_unique<BackgroundTask<int>>([&](int) { delivered = true; }, nullptr, &pool);
        task->run([&] {
            started.release();
            gate.acquire();
            return 1;
        });
        started.acquire();
        task.reset();
        gate.release();
        pool.waitForDone();
        QCoreApplication::sendPostedEvents();
        QVERIFY(!delivered);
    }

    void ownerMayDieWhileAResultIsOnItsWay() {
        QThreadPool pool;
        bool delivered = false;
        auto task = std::make_unique<BackgroundTask<std::vector<int>>>(
            [&](const std::vector<int>&) { delivered = true; }, nullptr, &pool);
        task->run([] { return std::vector<int>(1000, 7); });
        pool.waitForDone();
        task.reset();
        QCoreApplication::sendPostedEvents();
        QVERIFY(!delivered);
    }

    void thrownErrorReachesTheOwner() {
        QString message;
        bool delivered = false;
        BackgroundTask<int> task([&](int) { delivered = true; },
                                 [&](std::exception_ptr error) {
                                     try {
                                         std::rethrow_exception(error);
                                     } catch (const std::runtime_error& thrown) {
                                         message = QString::fromUtf8(thrown.what());
                                     }
                                 });
        task.run([]() -> int { throw std::runtime_error("no such file"); });
        QTRY_COMPARE(message, QStringLiteral("no such file"));
        QVERIFY(!delivered);
        task.run([] { return 1; });
        QTRY_VERIFY(delivered);
    }

    void errorWithoutListenerIsDropped() {
        BackgroundTask<int> task([](int) {});
        task.run([]() -> int { throw std::runtime_error("unheard"); });
        QTRY_VERIFY(!task.isRunning());
    }

    void cancelledJobDoesNotCallBack() {
        QSemaphore gate;
        std::vector<int> results;
        BackgroundTask<int> task([&](int result) { results.push_back(result); });
        task.run([&] {
            gate.acquire();
            return 1;
        });
        task.run([] { return 2; });
        task.cancel();
        gate.release();
        QTRY_VERIFY(!task.isRunning());
        QVERIFY(results.empty());
        task.run([] { return 3; });
        QTRY_COMPARE(results, std::vector<int>{3});
    }

    /// Qt fills large pictures with threads of a pool. If jobs took these, the window would stand still with
    /// them; here it would for good, as each job waits for the picture.
    void theWindowPaintsWhileJobsAreBusy() {
        QSemaphore painted;
        std::vector<std::unique_ptr<BackgroundTask<bool>>> tasks;
        int ended = 0, inTime = 0;
        for (int i = 0; i < viewPool()->maxThreadCount(); ++i) {
            tasks.push_back(std::make_unique<BackgroundTask<bool>>([&](bool wasPainted) {
                ++ended;
                inTime += wasPainted;
            }));
            tasks.back()->run([&] {
                constexpr int kPatience = 10'000;
                return painted.tryAcquire(1, kPatience);
            });
        }
        QImage picture(2000, 2000, QImage::Format_ARGB32_Premultiplied);
        {
            QPainter painter(&picture);
            painter.fillRect(picture.rect(), QColor(10, 20, 30, 200));
        }
        painted.release(int(tasks.size()));
        QTRY_COMPARE_WITH_TIMEOUT(ended, int(tasks.size()), 20'000);
        QCOMPARE(inTime, ended);
    }

    void whatAJobHoldsIsReleasedBeforeItsResultArrives() {
        auto held = std::make_shared<int>(5);
        const std::weak_ptr<int> watched = held;
        bool released = false;
        BackgroundTask<int> task([&](int) { released = watched.expired(); });
        task.run([held = std::move(held)] { return *held; });
        QTRY_VERIFY(released);
    }
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::BackgroundTaskTest)
#include "background_task_test.moc"
