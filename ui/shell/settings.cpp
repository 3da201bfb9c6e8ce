#include "ui/shell/settings.h"

#include <QFileInfo>
#include <QStandardPaths>
#include <algorithm>

#include "ui/import/column_choices.h"

namespace latentscape::ui {
namespace {

constexpr int kMaxRecentFiles = 8;
const QString kRecentFiles = QStringLiteral("files/recent");
const QString kImports = QStringLiteral("files/import");
const QString kAppearance = QStringLiteral("window/appearance");
const QString kMore = QStringLiteral("forms/%1/more");

/// One name for one file.
QString filePlace(const QString& path) {
    return QFileInfo(path).absoluteFilePath();
}

QString jsonText(const RunSource& source) {
    return QString::fromStdString(
        toJson(source).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

/// Empty for what this version cannot read.
std::optional<RunSource> sourceFromJson(const QString& text) {
    try {
        return runSourceFromJson(nlohmann::json::parse(text.toStdString()));
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace

Settings::Settings()
    : m_settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("latentscape"),
                 QStringLiteral("latentscape")),
      m_sessionsFolder(QStandardPaths::writableLocation(QStandardPaths::AppDataLocation) +
                       QStringLiteral("/sessions")) {}

Settings::Settings(const QString& file) : m_settings(file, QSettings::IniFormat) {}

QStringList Settings::recentFiles() const {
    return m_settings.value(kRecentFiles).toStringList();
}

void Settings::addRecentFile(const QString& path) {
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    m_settings.setValue(kRecentFiles, QStringList(files.mid(0, kMaxRecentFiles)));
}

void Settings::clearRecentFiles() {
    m_settings.remove(kRecentFiles);
}

std::optional<RunSource> Settings::importSettings(const QString& path) const {
    const std::string place = filePlace(path).toStdString();
    for (const QString& text : m_settings.value(kImports).toStringList()) {
        const std::optional<RunSource> source = sourceFromJson(text);
        if (source && source->path == place)
            return source;
    }
    return std::nullopt;
}

void Settings::setImportSettings(const RunSource& source) {
    RunSource remembered = source;
    remembered.path = filePlace(QString::fromStdString(source.path)).toStdString();
    QStringList texts = m_settings.value(kImports).toStringList();
    texts.removeIf([&](const QString& text) {
        const std::optional<RunSource> known = sourceFromJson(text);
        return !known || known->path == remembered.path;
    });
    if (!isAllGuessed(remembered))
        texts.prepend(jsonText(remembered));
    m_settings.setValue(kImports, QStringList(texts.mid(0, kMaxImportSettings)));
}

void Settings::saveWindow(const QByteArray& geometry, const QByteArray& layout) {
    m_settings.setValue(QStringLiteral("window/geometry"), geometry);
    m_settings.setValue(QStringLiteral("window/layout"), layout);
}

Appearance Settings::appearance() const {
    return Appearance(std::clamp(m_settings.value(kAppearance, int(Appearance::System)).toInt(),
                                 int(Appearance::System), int(Appearance::Dark)));
}

void Settings::setAppearance(Appearance appearance) {
    m_settings.setValue(kAppearance, int(appearance));
}

double Settings::pace() const {
    return std::max(0.0, m_settings.value(QStringLiteral("training/pace"), 30.0).toDouble());
}

bool Settings::showsMore(const QString& form) const {
    return m_settings.value(kMore.arg(form), false).toBool();
}

void Settings::setShowsMore(const QString& form, bool shows) {
    m_settings.setValue(kMore.arg(form), shows);
}

}  // namespace latentscape::ui
