#include "ui/support/patient_pool.h"

namespace latentscape::ui {
namespace {

class OneThread : public QThreadPool {
public:
    OneThread() { setMaxThreadCount(1); }
};

Q_GLOBAL_STATIC(OneThread, pool)

}  // namespace

QThreadPool* patientPool() {
    return pool();
}

}  // namespace latentscape::ui
