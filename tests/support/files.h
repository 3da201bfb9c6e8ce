#pragma once

#include <QByteArray>
#include <QFile>

namespace latentscape::testing {

/// All bytes of a file; none if it cannot be read.
inline QByteArray contentOf(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace latentscape::testing
