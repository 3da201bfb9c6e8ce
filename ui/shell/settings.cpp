#include "ui/shell/settings.h"

#include <algorithm>

namespace latentscape::ui {
namespace {

constexpr int kMaxRecentFiles = 8;
const QString kRecentFiles = QStringLiteral("files/recent");
const QString kAppearance = QStringLiteral("window/appearance");
const QString kMore = QStringLiteral("forms/%1/more");

}  // namespace

Settings::Settings()
    : m_settings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("latentscape"),
                 QStringLiteral("latentscape")) {}

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
