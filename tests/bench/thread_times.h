#pragma once

#include <QDir>
#include <QFile>
#include <QString>
#include <map>

namespace latentscape::bench {

/// The processor time that this program's threads of each name have used, in seconds (Linux: /proc). A thread
/// that ends takes its time with it, so that the short-lived ones count for less than they used.
class ThreadTimes {
public:
    void start() { m_before = perThread(); }
    void stop() {
        for (const auto& [thread, seconds] : perThread())
            m_used[thread.second] += seconds - m_before[thread];
    }
    const std::map<QString, double>& used() const { return m_used; }

private:
    /// By number and name.
    using Times = std::map<std::pair<QString, QString>, double>;

    static QByteArray contentOf(const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static Times perThread() {
        Times times;
        const QString tasks = QStringLiteral("/proc/self/task/");
        for (const QString& thread : QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            const QString name = QString::fromUtf8(contentOf(tasks + thread + "/comm")).trimmed();
            const QByteArray nanoseconds = contentOf(tasks + thread + "/schedstat").split(' ').first();
            times[{thread, name}] = nanoseconds.toDouble() / 1e9;
        }
        return times;
    }

    Times m_before;
    std::map<QString, double> m_used;
};

}  // namespace latentscape::bench
