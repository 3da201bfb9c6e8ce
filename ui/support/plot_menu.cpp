#include "ui/support/plot_menu.h"

#include <QAction>
#include <QBuffer>
#include <QClipboard>
#include <QFileDialog>
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
      m_data(std::move(data)),
      m_writing([this](const std::optional<Problem>& problem) {
          if (!problem)
              emit saved(m_path);
          else
              showProblem(*problem);
      }) {
    plot.setContextMenuPolicy(Qt::CustomContextMenu);
    connect(&plot, &QWidget::customContextMenuRequested, this, &PlotMenu::popUp);
}

void PlotMenu::popUp(const QPoint& position) {
    auto* const menu = new QMenu(&m_plot);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Save picture …"), this, &PlotMenu::choosePicture);
    menu->addAction(tr("Copy picture"), this, &PlotMenu::copyPicture);
    if (m_data)
        menu->addAction(tr("Export data …"), this, &PlotMenu::chooseData);
    if (!m_more.isEmpty())
        menu->addSeparator();
    menu->addActions(m_more);
    menu->popup(m_plot.mapToGlobal(position));
}

void PlotMenu::choosePicture() {
    chooseFile(tr("Save picture"), {tr("PNG picture (*.png)"), tr("SVG drawing (*.svg)")},
               QStringLiteral("png"), &PlotMenu::savePicture);
}

void PlotMenu::chooseData() {
    chooseFile(tr("Export data"), {tr("Table (*.csv)")}, QStringLiteral("csv"), &PlotMenu::exportData);
}

void PlotMenu::chooseFile(const QString& title, const QStringList& filters, const QString& suffix,
                          void (PlotMenu::*save)(const QString&)) {
    auto* const dialog = new QFileDialog(&m_plot, title);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(suffix);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
        dialog->setDefaultSuffix(filter.section(QLatin1String("*."), 1).section(QLatin1Char(')'), 0, 0));
    });
    dialog->selectFile(m_name + QLatin1Char('.') + suffix);
    connect(dialog, &QFileDialog::fileSelected, this, save);
    dialog->open();
}

void PlotMenu::savePicture(const QString& path) {
    if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive))
        write(path, [svg = svgOf(m_plot)] { return svg; });
    else
        write(path, [picture = pictureOf(m_plot)] { return pngOf(picture); });
}

void PlotMenu::copyPicture() const {
    QGuiApplication::clipboard()->setImage(pictureOf(m_plot));
}

void PlotMenu::exportData(const QString& path) {
    if (m_data)
        write(path, m_data());
}

void PlotMenu::write(const QString& path, std::function<std::string()> content) {
    m_path = path;
    m_writing.run([path = path.toStdString(), content = std::move(content)]() -> std::optional<Problem> {
        try {
            writeFileAtomically(path, content());
            return std::nullopt;
        } catch (const Error& error) {
            return error.problem();
        } catch (const std::bad_alloc&) {
            return Problem{ProblemCode::OutOfMemory, {{"what", "this file"}}};
        }
    });
}

void PlotMenu::showProblem(const Problem& problem) {
    emit failed(problem);
    auto* const box = new QMessageBox(QMessageBox::Warning, tr("Nothing was saved"), problemText(problem),
                                      QMessageBox::Close, &m_plot);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

}  // namespace latentscape::ui
