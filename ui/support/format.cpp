#include "ui/support/format.h"

#include <QCoreApplication>
#include <QLocale>
#include <cmath>

namespace latentscape::ui {

QString countText(qint64 count) {
    return QLocale().toString(count);
}

QString shortCountText(double count) {
    if (count >= 1e6)
        return QCoreApplication::translate("Format", "%1 M").arg(QLocale().toString(count / 1e6, 'f', 1));
    if (count >= 1e3)
        return QCoreApplication::translate("Format", "%1 k").arg(QLocale().toString(count / 1e3, 'f', 0));
    return QLocale().toString(count, 'f', 0);
}

QString durationText(double seconds) {
    const qint64 whole = std::isfinite(seconds) && seconds > 0 ? qint64(std::lround(seconds)) : 0;
    if (whole >= 3600)
        return QStringLiteral("%1:%2:%3")
            .arg(whole / 3600)
            .arg(whole / 60 % 60, 2, 10, QLatin1Char('0'))
            .arg(whole % 60, 2, 10, QLatin1Char('0'));
    return QStringLiteral("%1:%2").arg(whole / 60).arg(whole % 60, 2, 10, QLatin1Char('0'));
}

}  // namespace latentscape::ui
