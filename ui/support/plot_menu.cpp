#include "ui/support/plot_menu.h"

#include <QAbstractScrollArea>
#include <QAction>
#include <QBuffer>
#include <QClipboard>
#include <QFileDialog>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QMenu>
#include <QMessageBox>
#include <QPainter>
#include <QSvgGenerator>
#include <new>

#include "core/storage/atomic_file.h"
#include "ui/support/problem_text.h"

namespace latentscape::ui {
namespace {

/// Pictures for a page have more pixels than the screen.
constexpr double kPictureScale = 2;

/// What is done sooner shows no progress.
constexpr int kPatienceMilliseconds = 500;

QImage pictureOf(QWidget& plot) {
    QImage picture(plot.size() * kPictureScale, QImage::Format_ARGB32_Premultiplied);
    picture.setDevicePixelRatio(kPictureScale);
    picture.fill(plot.palette().color(plot.backgroundRole()));
    plot.render(&picture);
    return picture;
}

std::string svgOf(QWidget& plot) {
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(plot.size());
    generator.setViewBox(plot.rect());
    generator.setTitle(plot.accessibleName());
    {
        QPainter painter(&generator);
        plot.render(&painter);
    }
    return buffer.data().toStdString();
}

std::string pngOf(const QImage& picture) {
    QBuffer buffer;
    picture.save(&buffer, "PNG");
    return buffer.data().toStdString();
}

}  // namespace

PlotMenu::PlotMenu(QWidget& plot, const QString& name, Data data)
    : QObject(&plot),
      m_plot(plot),
      m_name(name),
      m_writing(
          [this](const std::optional<Problem>& problem) {
              delete m_progress;
              if (!problem)
                  emit saved(m_path);
              else
                  showProblem(*problem);
          },
          [this](const std::exception_ptr&) { delete m_progress; },
          [this](double share) { showProgress(share); }) {
    if (data)
        addExport(tr("Export data …"), name, std::move(data));
    plot.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&plot, &QWidget::customContextMenuRequested, this, &PlotMenu::popUp);
}

void PlotMenu::addExport(const QString& text, const QString& name, Data data) {
    m_exports.push_back({text, name, std::move(data)});
}

void PlotMenu::popUp(const QPoint& position) {
    auto* const menu = new QMenu(&m_plot);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    emit opening(*menu);
    if (!menu->isEmpty())
        menu->addSeparator();
    menu->addAction(tr("Save picture …"), this, &PlotMenu::choosePicture);
    menu->addAction(tr("Copy picture"), this, &PlotMenu::copyPicture);
    for (std::size_t i = 0; i < m_exports.size(); ++i)
        menu->addAction(m_exports[i].text, this, [this, i] { chooseData(i); });
    if (!m_more.isEmpty())
        menu->addSeparator();
    menu->addActions(m_more);
    // What scrolls tells the place in its viewport.
    const auto* const area = qobject_cast<QAbstractScrollArea*>(&m_plot);
    menu->popup((area ? *area->viewport() : m_plot).mapToGlobal(position));
}

void PlotMenu::choosePicture() {
    chooseFile(tr("Save picture"), m_name, {tr("PNG picture (*.png)"), tr("SVG drawing (*.svg)")},
               QStringLiteral("png"), [this](const QString& path) { savePicture(path); });
}

void PlotMenu::chooseData(std::size_t which) {
    chooseFile(tr("Export data"), m_exports[which].name, {tr("Table (*.csv)")}, QStringLiteral("csv"),
               [this, which](const QString& path) { exportData(path, which); });
}

void PlotMenu::chooseFile(const QString& title, const QString& name, const QStringList& filters,
                          const QString& suffix, std::function<void(const QString&)> save) {
    auto* const dialog = new QFileDialog(&m_plot, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(suffix);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QLatin1String("*."), 1).section(QLatin1Char(')'), 0, 0));
    });
    dialog->selectFile(name + QLatin1Char('.') + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, std::move(save));
    dialog->open();
}

void PlotMenu::savePicture(const QString& path) {
    if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive))
        write(path, [svg = svgOf(m_plot)](const Progress&) { return svg; });
    else
        write(path, [picture = pictureOf(m_plot)](const Progress&) { return pngOf(picture); });
}

void PlotMenu::copyPicture() const {
    QGuiApplication::clipboard()->setImage(pictureOf(m_plot));
}

void PlotMenu::exportData(const QString& path, std::size_t which) {
    if (which < m_exports.size())
        write(path, m_exports[which].data());
}

void PlotMenu::write(const QString& path, std::function<std::string(const Progress&)> content) {
    m_path = path;
    m_since.start();
    delete m_progress;
    m_writing.run([path = path.toStdString(),
                   content = std::move(content)](const Progress& progress) -> std::optional<Problem> {
        try {
            writeFileAtomically(path, content(progress));
            return std::nullopt;
        } catch (const Error& error) {
            return error.problem();
        } catch (const std::bad_alloc&) {
            return Problem{ProblemCode::OutOfMemory, {{"what", "this file"}}};
        }
    });
}

void PlotMenu::showProgress(double share) {
    if (m_since.elapsed() < kPatienceMilliseconds)
        return;
    if (!m_progress) {
        m_progress = new QProgressDialog(tr("Writing %1 …").arg(QFileInfo(m_path).fileName()), tr("Cancel"),
                                         0, 0, &m_plot);
        m_progress->setWindowTitle(tr("Export data"));
        m_progress->setAutoReset(false);
        connect(m_progress, &QProgressDialog::canceled, this, [this] {
            m_writing.cancel();
            m_progress->deleteLater();
        });
        m_progress->show();
    }
    // What does not tell how far it is only shows that it is busy.
    m_progress->setMaximum(share > 0 ? 100 : 0);
    m_progress->setValue(int(100 * share));
}

void PlotMenu::showProblem(const Problem& problem) {
    emit failed(problem);
    auto* const box = new QMessageBox(QMessageBox::Warning, tr("Nothing was saved"), problemText(problem),
                                      QMessageBox::Close, &m_plot);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

}  // namespace latentscape::ui
