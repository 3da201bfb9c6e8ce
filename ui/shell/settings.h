#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace latentscape::ui {

enum class Appearance { System, Light, Dark };

/// What the program remembers between two starts, in one file of the person's configuration folder.
class Settings {
public:
    /// The person's own settings.
    Settings();
    /// Settings in a file of the caller's choice (tests).
    explicit Settings(const QString& file);

    QStringList recentFiles() const;
    void addRecentFile(const QString& path);
    void clearRecentFiles();

    QByteArray windowGeometry() const {
        return m_settings.value(QStringLiteral("window/geometry")).toByteArray();
    }
    QByteArray windowLayout() const {
        return m_settings.value(QStringLiteral("window/layout")).toByteArray();
    }
    void saveWindow(const QByteArray& geometry, const QByteArray& layout);

    Appearance appearance() const;
    void setAppearance(Appearance appearance);
    /// Epochs a second to stay below; 0 for full speed.
    double pace() const;
    void setPace(double epochsPerSecond) {
        m_settings.setValue(QStringLiteral("training/pace"), epochsPerSecond);
    }
    /// Whether a form shows also what is rarely needed.
    bool showsMore(const QString& form) const;
    void setShowsMore(const QString& form, bool shows);

private:
    QSettings m_settings;
};

}  // namespace latentscape::ui
