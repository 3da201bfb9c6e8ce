#include "ui/panels/health_rows.h"

#include <QCoreApplication>

#include "core/analysis/latent_health.h"
#include "ui/support/format.h"

namespace latentscape::ui {

QString healthRowsText(const Split& split) {
    const bool held = !split.validation.empty();
    const Index all = Index(held ? split.validation.size() : split.training.size());
    if (all > kHealthRows)
        return (held ? QCoreApplication::translate("HealthRows", "%1 of %2 validation rows")
                     : QCoreApplication::translate("HealthRows", "%1 of %2 training rows"))
            .arg(countText(kHealthRows), countText(all));
    return (held ? QCoreApplication::translate("HealthRows", "%1 validation rows")
                 : QCoreApplication::translate("HealthRows", "%1 training rows"))
        .arg(countText(all));
}

}  // namespace latentscape::ui
