#pragma once

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <csignal>

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

/// False if the program has ended: it has number 0 then, and a signal to that goes to this test and to all
/// that were started with it.
inline bool sendSignal(const QProcess& program, int number) {
    return program.processId() > 0 && ::kill(pid_t(program.processId()), number) == 0;
}

}  // namespace latentscape::testing
