// What a desktop hears of a run, over a session bus of the test's own.

#include "ui/shell/run_notice.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVirtualObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTest>
#include <algorithm>
#include <optional>

#include "tests/support/tables.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// Takes the place of the desktop that shows messages.
class Notifications : public QDBusVirtualObject {
public:
    QList<QVariantList> shown;

    QString introspect(const QString&) const override { return {}; }
    bool handleMessage(const QDBusMessage& message, const QDBusConnection& bus) override {
        shown.append(message.arguments());
        bus.send(message.createReply(QVariant::fromValue(uint(1))));
        return true;
    }
};

class Desk {
public:
    TrainingController controller;
    QWidget window;
    RunNotice notice{window, controller};

    Desk() {
        QObject::connect(&controller, &TrainingController::snapshotReady, &controller,
                         &TrainingController::snapshotConsumed);
        const DatasetPtr dataset = readSample("iris");
        controller.openTable(prepareSample("iris", recommendedHyperparameters(dataset->rows())), false);
        controller.setHyperparameter(hyperparameterSpec("patience"), std::int64_t(0));
    }

    bool run(int epochs) {
        controller.setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(epochs));
        controller.run();
        return QTest::qWaitFor([this] { return controller.state() == RunState::Finished; }, 30000);
    }
};

}  // namespace

class RunNoticeTest : public QObject {
    Q_OBJECT

public slots:
    void onTaskBar(const QString& program, const QVariantMap& properties) {
        m_programs << program;
        m_progress << (properties.value("progress-visible").toBool() ? properties.value("progress").toDouble()
                                                                     : -1);
    }

private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English));
        if (QStandardPaths::findExecutable("dbus-daemon").isEmpty())
            return;
        m_daemon.start("dbus-daemon", {"--session", "--nofork", "--print-address"});
        QVERIFY(m_daemon.waitForStarted());
        while (!m_daemon.canReadLine())
            QVERIFY(m_daemon.waitForReadyRead());
        qputenv("DBUS_SESSION_BUS_ADDRESS", m_daemon.readLine().trimmed());
        // A connection of its own: the desktop is another program.
        m_bus.emplace(QDBusConnection::connectToBus(QDBusConnection::SessionBus, "desktop"));
        QVERIFY(m_bus->isConnected());
        QVERIFY(m_bus->registerService("org.freedesktop.Notifications"));
        QVERIFY(m_bus->registerVirtualObject("/org/freedesktop/Notifications", &m_notifications));
        QVERIFY(m_bus->connect({}, {}, "com.canonical.Unity.LauncherEntry", "Update", this,
                               SLOT(onTaskBar(QString, QVariantMap))));
    }

    void init() {
        m_notifications.shown.clear();
        m_programs.clear();
        m_progress.clear();
    }

    void cleanupTestCase() {
        if (m_daemon.state() != QProcess::Running)
            return;
        QDBusConnection::disconnectFromBus("desktop");
        m_daemon.kill();
        m_daemon.waitForFinished();
    }

    void theTitleTellsHowFarARunIs() {
        Desk desk;
        QCOMPARE(desk.window.windowTitle(), "iris[*] — Latentscape");
        desk.controller.setPace(5);
        desk.controller.setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(10));
        desk.controller.run();
        static const QRegularExpression underWay("^[1-9][0-9]? % — iris\\[\\*\\] — Latentscape$");
        QTRY_VERIFY2(desk.window.windowTitle().contains(underWay), qPrintable(desk.window.windowTitle()));
        desk.controller.pause();
        QTRY_COMPARE(desk.window.windowTitle(), "iris[*] — Latentscape");
    }

    void theDesktopTellsWhenARunEndsOutOfSight() {
        if (!m_bus)
            QSKIP("no dbus-daemon");
        Desk desk;
        QVERIFY(desk.run(12));
        QTRY_COMPARE(m_notifications.shown.size(), 1);
        const QVariantList message = m_notifications.shown.front();
        QCOMPARE(message.size(), 8);
        QCOMPARE(message[3].toString(), "Training of iris has ended");
        QCOMPARE(message[4].toString(), "After 12 epochs");
    }

    void theTaskBarShowsHowFarItIs() {
        if (!m_bus)
            QSKIP("no dbus-daemon");
        Desk desk;
        desk.controller.setPace(20);
        QVERIFY(desk.run(10));
        QTRY_VERIFY(!m_progress.isEmpty() && m_progress.last() == -1);
        QCOMPARE(m_programs.front(), "application://latentscape.desktop");
        QVERIFY(m_progress.size() > 2);
        QVERIFY(std::is_sorted(m_progress.begin(), m_progress.end() - 1));
    }

    void nothingIsToldIfNobodyWantsIt() {
        if (!m_bus)
            QSKIP("no dbus-daemon");
        Desk desk;
        desk.notice.setEnabled(false);
        QVERIFY(desk.run(5));
        // One that is wanted arrives after those that were not.
        desk.notice.setEnabled(true);
        QVERIFY(desk.run(10));
        QTRY_COMPARE(m_notifications.shown.size(), 1);
        QCOMPARE(m_notifications.shown.front()[4].toString(), "After 10 epochs");
    }

    void aPauseIsNoEnd() {
        if (!m_bus)
            QSKIP("no dbus-daemon");
        Desk desk;
        desk.controller.setHyperparameter(hyperparameterSpec("epochs"), std::int64_t(1000));
        desk.controller.oneEpoch();
        QTRY_VERIFY(desk.controller.progress().epoch >= 1 && desk.controller.state() == RunState::Paused);
        desk.controller.finish();
        QTRY_COMPARE(desk.controller.state(), RunState::Finished);
        QVERIFY(desk.run(3));
        QTRY_COMPARE(m_notifications.shown.size(), 1);
        QCOMPARE(m_notifications.shown.front()[4].toString(), "After 3 epochs");
    }

private:
    QProcess m_daemon;
    std::optional<QDBusConnection> m_bus;
    Notifications m_notifications;
    QStringList m_programs;
    QList<double> m_progress;
};

QTEST_MAIN(RunNoticeTest)
#include "run_notice_test.moc"
