#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

namespace latentscape::testing {

/// What one call of the headless program left behind.
struct CliResult {
    /// −1 if it did not end by itself.
    int exitCode = -1;
    QByteArray output;
    QString messages;

    /// Standard output as one JSON object; empty if it is none.
    QJsonObject json() const { return QJsonDocument::fromJson(output).object(); }
    /// The same, one object a line.
    QList<QJsonObject> jsonLines() const {
        QList<QJsonObject> objects;
        for (const QByteArray& line : output.split('\n'))
            if (!line.isEmpty())
                objects.append(QJsonDocument::fromJson(line).object());
        return objects;
    }
};

inline CliResult runProgram(const QString& program, const QStringList& arguments) {
    // Only what hangs takes so long, under the sanitizers and on a busy machine, too.
    constexpr int kLongestMilliseconds = 600000;
    QProcess process;
    process.start(program, arguments);
    const bool ended =
        process.waitForFinished(kLongestMilliseconds) && process.exitStatus() == QProcess::NormalExit;
    return {.exitCode = ended ? process.exitCode() : -1,
            .output = process.readAllStandardOutput(),
            .messages = QString::fromUtf8(process.readAllStandardError())};
}

inline CliResult runCli(const QStringList& arguments) {
    return runProgram(LATENTSCAPE_CLI, arguments);
}

}  // namespace latentscape::testing
