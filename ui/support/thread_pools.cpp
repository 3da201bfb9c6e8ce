#include "ui/support/thread_pools.h"

#include <QCoreApplication>

namespace latentscape::ui {
namespace {

class Pool : public QThreadPool {
public:
    explicit Pool(int threads) { setMaxThreadCount(threads); }
};

}  // namespace

QThreadPool* viewPool() {
    static Pool pool(QThread::idealThreadCount());
    // Jobs draw, which they cannot when the application is gone.
    [[maybe_unused]] static const bool waited = [] {
        qAddPostRoutine([] { pool.waitForDone(); });
        return true;
    }();
    return &pool;
}

QThreadPool* patientPool() {
    static Pool pool(1);
    return &pool;
}

}  // namespace latentscape::ui
