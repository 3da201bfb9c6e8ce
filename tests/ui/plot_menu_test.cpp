#include "ui/support/plot_menu.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QSignalSpy>
#include <QSvgRenderer>
#include <QTemporaryDir>
#include <QTest>

#include "tests/support/files.h"

namespace latentscape::ui {
namespace {

using testing::contentOf;

}  // namespace

class PlotMenuTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_plot = std::make_unique<QLabel>("a plot");
        m_plot->resize(120, 80);
        m_menu = new PlotMenu(*m_plot, "plot", [] { return [] { return std::string("a,b\n1,2\n"); }; });
        m_plot->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_plot.get()));
    }
    void cleanup() { m_plot.reset(); }

    void savesAPngTwiceTheSize() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("plot.png");
        QSignalSpy saved(m_menu, &PlotMenu::saved);
        m_menu->savePicture(path);
        QTRY_COMPARE(saved.size(), 1);
        const QImage picture(path);
        QCOMPARE(picture.size(), QSize(240, 160));
        QCOMPARE(picture.pixelColor(2, 2), m_plot->palette().color(QPalette::Window));
    }

    void savesAnSvgThatIsDrawn() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("plot.SVG");
        QSignalSpy saved(m_menu, &PlotMenu::saved);
        m_menu->savePicture(path);
        QTRY_COMPARE(saved.size(), 1);
        QSvgRenderer renderer;
        QVERIFY(renderer.load(contentOf(path)));
        QCOMPARE(renderer.viewBox().size(), QSize(120, 80));
        QVERIFY(contentOf(path).contains("a plot"));
    }

    void exportsData() {
        const QTemporaryDir folder;
        QSignalSpy saved(m_menu, &PlotMenu::saved);
        m_menu->exportData(folder.filePath("data.csv"));
        QTRY_COMPARE(saved.size(), 1);
        QCOMPARE(contentOf(folder.filePath("data.csv")), QByteArray("a,b\n1,2\n"));
    }

    void whatCannotBeWrittenIsToldAndNothingIsLeft() {
        const QTemporaryDir folder;
        QSignalSpy failed(m_menu, &PlotMenu::failed);
        m_menu->exportData(folder.filePath("missing/data.csv"));
        QTRY_COMPARE(failed.size(), 1);
        auto* const box = m_plot->findChild<QMessageBox*>();
        QVERIFY(box && box->text().contains("data.csv"));
        QVERIFY(QDir(folder.path()).isEmpty());
    }

    void copiesThePicture() {
        m_menu->copyPicture();
        QCOMPARE(QApplication::clipboard()->image().size(), QSize(240, 160));
    }

    void aRightClickOffersAll() {
        auto* const more = new QAction("More", m_plot.get());
        m_menu->add(more);
        QContextMenuEvent event(QContextMenuEvent::Mouse, QPoint(10, 10),
                                m_plot->mapToGlobal(QPoint(10, 10)));
        QCoreApplication::sendEvent(m_plot.get(), &event);
        auto* const menu = m_plot->findChild<QMenu*>();
        QVERIFY(menu);
        QStringList texts;
        for (const QAction* action : menu->actions())
            if (!action->isSeparator())
                texts << action->text();
        QCOMPARE(texts, (QStringList{"Save picture …", "Copy picture", "Export data …", "More"}));

        menu->actions()[2]->trigger();
        auto* const dialog = m_plot->findChild<QFileDialog*>();
        QVERIFY(dialog);
        QCOMPARE(dialog->acceptMode(), QFileDialog::AcceptSave);
        QCOMPARE(dialog->defaultSuffix(), QString("csv"));
        dialog->close();
        menu->close();
    }

    void aPlotThatGoesAwayWhileWritingDoesNoHarm() {
        const QTemporaryDir folder;
        const QString path = folder.filePath("data.csv");
        m_menu->exportData(path);
        m_plot.reset();
        QTRY_COMPARE(contentOf(path), QByteArray("a,b\n1,2\n"));
    }

private:
    std::unique_ptr<QLabel> m_plot;
    PlotMenu* m_menu = nullptr;
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::PlotMenuTest)
#include "plot_menu_test.moc"
