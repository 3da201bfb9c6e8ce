#include "ui/support/patient_pool.h"

namespace latentscape::ui {
namespace {

class OneThread : public QThreadPool {
public:
    OneThread() { setMaxThreadCount(1); }
};

}  // namespace

QThreadPool* patientPool() {
    static OneThread pool;
    return &pool;
}

}  // namespace latentscape::ui
