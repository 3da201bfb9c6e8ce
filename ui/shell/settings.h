#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>
#include <optional>

#include "core/storage/run_json.h"

namespace latentscape::ui {

enum class Appearance { System, Light, Dark };

/// What the program remembers between two starts, in one file of the person's configuration folder.
class Settings {
public:
    /// The person's own settings.
    Settings();
    /// Settings in a file of the caller's choice (tests), and no sessions until their folder is set.
    explicit Settings(const QString& file);

    QStringList recentFiles() const;
    void addRecentFile(const QString& path);
    void clearRecentFiles();

    /// How a person had this file read; empty where all was guessed.
    std::optional<RunSource> importSettings(const QString& path) const;
    /// Remembers how the file that `source` names was read, in place of what was known of it. Of many files
    /// the last `kMaxImportSettings` are kept.
    void setImportSettings(const RunSource& source);
    static constexpr int kMaxImportSettings = 50;

    /// Where the runs of open windows are kept; empty to keep none.
    const QString& sessionsFolder() const { return m_sessionsFolder; }
    void setSessionsFolder(const QString& folder) { m_sessionsFolder = folder; }

    /// Where a file was exported to last; empty before the first.
    QString exportFolder() const { return m_settings.value(QStringLiteral("files/export")).toString(); }
    void setExportFolder(const QString& folder) {
        m_settings.setValue(QStringLiteral("files/export"), folder);
    }

    QByteArray windowGeometry() const {
        return m_settings.value(QStringLiteral("window/geometry")).toByteArray();
    }
    QByteArray windowLayout() const {
        return m_settings.value(QStringLiteral("window/layout")).toByteArray();
    }
    QByteArray exploreLayout() const {
        return m_settings.value(QStringLiteral("window/explore")).toByteArray();
    }
    void saveExploreLayout(const QByteArray& layout) {
        m_settings.setValue(QStringLiteral("window/explore"), layout);
    }
    void saveWindow(const QByteArray& geometry, const QByteArray& layout);

    Appearance appearance() const;
    void setAppearance(Appearance appearance);
    /// Epochs a second to stay below; 0 for full speed.
    double pace() const;
    void setPace(double epochsPerSecond) {
        m_settings.setValue(QStringLiteral("training/pace"), epochsPerSecond);
    }
    /// Whether the desktop is told of a run.
    bool notifies() const { return m_settings.value(QStringLiteral("training/notify"), true).toBool(); }
    void setNotifies(bool notifies) { m_settings.setValue(QStringLiteral("training/notify"), notifies); }
    /// Whether a form shows also what is rarely needed.
    bool showsMore(const QString& form) const;
    void setShowsMore(const QString& form, bool shows);

    /// The charts that are shown besides those that always are.
    QStringList extraCharts() const {
        return m_settings.value(QStringLiteral("training/charts")).toStringList();
    }
    void setExtraCharts(const QStringList& names) {
        m_settings.setValue(QStringLiteral("training/charts"), names);
    }

    /// How a map is drawn; empty where nothing was chosen.
    QVariantMap mapLook(const QString& map) const {
        return m_settings.value(QStringLiteral("maps/") + map).toMap();
    }
    void setMapLook(const QString& map, const QVariantMap& look) {
        m_settings.setValue(QStringLiteral("maps/") + map, look);
    }

private:
    QSettings m_settings;
    QString m_sessionsFolder;
};

}  // namespace latentscape::ui
