#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QIcon>
#include <QLocale>
#include <QTemporaryDir>
#include <algorithm>
#include <cstdio>

#include "ui/shell/appearance.h"
#include "ui/shell/main_window.h"
#include "ui/shell/picture_job.h"

namespace {

using namespace latentscape::ui;

/// "1600x1000"; empty if it is anything else.
QSize parseSize(const QString& text) {
    const QStringList parts = text.split('x');
    return parts.size() == 2 ? QSize(parts[0].toInt(), parts[1].toInt()) : QSize();
}

void addOptions(QCommandLineParser& parser) {
    parser.setApplicationDescription(
        QCoreApplication::translate("main", "Watch a variational autoencoder learn your own table."));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument(
        "DATA",
        QCoreApplication::translate("main",
                                    "CSV file or project to open, or run folders to follow and compare"),
        "[DATA | RUN…]");
    parser.addOptions({
        {"train", QCoreApplication::translate("main", "Start training at once.")},
        {"picture",
         QCoreApplication::translate("main",
                                     "Train to the end, save a picture of the window to FILE, and leave."),
         "FILE"},
        {"size", QCoreApplication::translate("main", "Size of the window, such as 1600x1000."), "SIZE"},
        {"appearance", QCoreApplication::translate("main", "light or dark, whatever the settings say."),
         "MODE"},
    });
}

/// A picture must not depend on what was remembered.
QString throwawaySettingsFile() {
    return QStringLiteral("/nonexistent/latentscape.ini");
}

}  // namespace

int main(int argc, char** argv) {
    Q_INIT_RESOURCE(latentscape);
    QApplication application(argc, argv);
    QApplication::setApplicationName(QStringLiteral("latentscape"));
    QApplication::setApplicationDisplayName(QStringLiteral("Latentscape"));
    QApplication::setApplicationVersion(QStringLiteral(LATENTSCAPE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("latentscape"));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/latentscape.svg")));
    QCommandLineParser parser;
    addOptions(parser);
    parser.process(application);

    const QString appearance = parser.value("appearance");
    const QSize size = parseSize(parser.value("size"));
    const QStringList files = parser.positionalArguments();
    const auto isFolder = [](const QString& file) { return QFileInfo(file).isDir(); };
    const bool isOneWish = files.size() < 2 || std::all_of(files.begin(), files.end(), isFolder);
    const bool knownAppearance = !parser.isSet("appearance") || appearance == QLatin1String("light") ||
                                 appearance == QLatin1String("dark");
    if (!knownAppearance || (parser.isSet("size") && size.isEmpty()) || !isOneWish) {
        std::fputs(qPrintable(parser.helpText()), stderr);
        return 2;
    }

    const bool picture = parser.isSet("picture");
    const auto folder = std::find_if(files.begin(), files.end(), isFolder);
    if (folder != files.end() && (picture || parser.isSet("train"))) {
        std::fputs(qPrintable(QCoreApplication::translate(
                                  "main",
                                  "--train and --picture take a table or a project, and %1 is a folder of "
                                  "runs: open it without them, or go on with it by latentscape-cli resume.\n")
                                  .arg(*folder)),
                   stderr);
        return 2;
    }
    Settings own;
    // A project is unpacked into a session of its own.
    const QTemporaryDir sessions;
    Settings blank(throwawaySettingsFile());
    blank.setSessionsFolder(sessions.path());
    MainWindow window(picture ? blank : own);
    if (parser.isSet("appearance"))
        window.setAppearance(appearance == QLatin1String("dark") ? Appearance::Dark : Appearance::Light);
    if (!size.isEmpty())
        window.resize(size);
    PictureJob* job = nullptr;
    if (picture) {
        job = new PictureJob(window, parser.value("picture"), &window);
        QObject::connect(job, &PictureJob::done, &application, &QCoreApplication::exit);
    }
    window.show();
    if (!picture)
        window.projects().offerLost();
    if (files.size() > 1)
        window.runOpener().open(files);
    else if (!files.isEmpty())
        window.openFile(files.first(), picture || parser.isSet("train"));
    else if (picture)
        window.openFile(samples().first().path, true);
    return QApplication::exec();
}
