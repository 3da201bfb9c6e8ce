#include <QApplication>
#include <QDockWidget>
#include <QFile>
#include <QFileDialog>
#include <QImage>
#include <QMenu>
#include <QRegularExpression>
#include <QStackedWidget>
#include <QSvgRenderer>
#include <QTabBar>
#include <QTest>

#include "tests/support/files.h"
#include "tests/support/tables.h"
#include "tests/support/window_desk.h"
#include "ui/explore/correlation_view.h"
#include "ui/explore/explore_workspace.h"
#include "ui/explore/grid_view.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

namespace {

/// Whether there is something to be saved yet.
bool isFilled(const QWidget& view) {
    if (const auto* const items = qobject_cast<const QAbstractItemView*>(&view))
        return items->model()->rowCount() > 0;
    if (const auto* const grid = qobject_cast<const GridView*>(&view))
        return grid->grid() != nullptr;
    if (const auto* const correlations = qobject_cast<const CorrelationView*>(&view))
        return correlations->csv().size() > 30;
    return true;
}

}  // namespace

/// A right-click on each view of the program saves its picture and exports its data.
class SaveFromViewsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QLocale::setDefault(QLocale(QLocale::English));
        m_desk = std::make_unique<WindowDesk>();
        window().openFile(QString::fromStdString(samplePath("penguins")));
        QTRY_VERIFY(m_desk->controller().state() == RunState::Paused);
        m_desk->controller().oneEpoch();
        QTRY_VERIFY(m_desk->snapshot && m_desk->snapshot->epoch >= 1);
        QTRY_VERIFY(m_desk->controller().state() == RunState::Paused);
        const Index rows = window().viewState().dataset()->rows();
        const RowSet some(rows, RowList{3, 4, 5, 9});
        window().viewState().groups().add("some", some);
        window().viewState().selection().apply(some, SelectionMode::Replace);
        window().viewState().setSelectedRow(4);
    }
    void cleanupTestCase() { m_desk.reset(); }

    void pictureAndDataComeFromAnyView_data() {
        QTest::addColumn<int>("workspace");
        QTest::addColumn<QString>("view");
        QTest::addColumn<QByteArray>("header");
        const auto view = [](const char* name, int workspace, const char* accessibleName,
                             const char* header) {
            QTest::newRow(name) << workspace << QString(accessibleName) << QByteArray(header);
        };
        view("map while training", 2, "Map of the latent space", "row,mean_0");
        view("curve", 2, "latentscape::ui::CurveChart", "");
        view("latent health", 2, "KL, variance and aggregate posterior of each latent dimension",
             "latent,kl,mean_variance,active,mean,variance\n0,");
        view("columns", 2, "R², noise and error of each column",
             "column,r2,pca_r2,noise,noise_is_factor,error,error_share\n");
        view("reconstruction", 2, "Reconstruction of a row",
             "row,column,original,reconstruction,probability,lower_90,upper_90\n4,");
        view("timeline", 2, "latentscape::ui::TimelineBar",
             "event,step,epoch,hyperparameter,before,after\nmoment,0,0,");
        view("map", 3, "Map of the latent space", "row,mean_0");
        view("decoded place", 3, "Columns of the decoded place and of the pins",
             "place,z_0,z_1,column,value,probability,lower_90,upper_90\nhere,");
        view("sliders", 3, "What the latent dimension does to each column",
             "latent,column,slope,here,at_low,at_high,least,most\n0,");
        view("grid", 3, "latentscape::ui::GridView", "z_0,z_1,");
        view("details: cells", 3, "Original, reconstruction and error of each column",
             "row,column,original,reconstruction,probability,lower_90,upper_90\n4,");
        view("details: posterior", 3, "Posterior of the row", "row,latent,mean,deviation,kl\n4,0,");
        view("details: neighbours", 3, "Rows nearest in the latent space", "row,neighbour,distance\n4,");
        view("vectors", 3, "latentscape::ui::RowCard",
             "row,column,original,reconstruction,probability,lower_90,upper_90\n4,");
        view("why here", 3, "Columns by how much the selected rows differ in them from the others",
             "column,compares,effect,p,corrected_p,selected_rows,other_rows,");
        view("rows", 3, "Selected rows", "row,species,");
        view("groups", 3, "Groups", "group,row\nsome,3\nsome,4\nsome,5\nsome,9\n");
        view("anomalies", 3, "The strangest rows with score and columns to blame",
             "row,reconstruction,kl,elbo,");
        view("missing cells", 3, "Missing cells with what the model puts there",
             "row,column,value,probability,lower,upper\n3,");
        view("generated", 3, "Rows that the model made up", "");
        view("beside generated", 3, "Rows of the table", "row,species,");
        view("marginals", 3, "Columns by how much made-up rows differ in them from those of the table",
             "column,compares,effect,p,corrected_p,generated_rows,table_rows,");
        view("correlations", 3, "Correlations in the table and among made-up rows", "");
        view("runs", 4, "Runs", "run,epochs,steps,best_epoch,best_elbo,kl,");
        view("map of a run", 4, "Latent space of Run 1", "row,mean_0");
    }

    void pictureAndDataComeFromAnyView() {
        QFETCH(int, workspace);
        QFETCH(QString, view);
        QFETCH(QByteArray, header);
        QTest::keyClick(&window(), Qt::Key(Qt::Key_0 + workspace), Qt::ControlModifier);
        QWidget* shown = nullptr;
        QTRY_VERIFY(shown = find(view));
        bringToFront(*shown);
        QTRY_VERIFY(shown->isVisible());
        QTRY_VERIFY_WITH_TIMEOUT(isFilled(*shown), 30000);

        const QString file =
            m_desk->folder.filePath(QString(QTest::currentDataTag()).remove(QRegularExpression("[^a-z]")));
        const QString png = file + ".png";
        save(*shown, "Save picture …", png);
        QTRY_VERIFY(!QImage(png).isNull());
        const QImage picture(png);
        const QImage plain = picture.convertToFormat(QImage::Format_RGB32);
        QImage blank(plain.size(), plain.format());
        blank.fill(plain.pixel(0, 0));
        QVERIFY(plain != blank);

        const QString svg = file + ".svg";
        save(*shown, "Save picture …", svg);
        QTRY_VERIFY(!contentOf(svg).isEmpty());
        QVERIFY(QSvgRenderer(svg).isValid());

        const QString csv = file + ".csv";
        save(*shown, "Export data …", csv);
        QTRY_VERIFY(!contentOf(csv).isEmpty());
        const QByteArray table = contentOf(csv);
        QVERIFY2(table.startsWith(header), table.left(300).constData());
        QVERIFY2(table.count('\n') >= 2, table.left(300).constData());
    }

    /// The whole table is another thing than the cells that were missing.
    void missingCellsOfferTheFilledTableToo() {
        QTest::keyClick(&window(), Qt::Key_3, Qt::ControlModifier);
        QWidget* const cells = find("Missing cells with what the model puts there");
        bringToFront(*cells);
        QTRY_VERIFY_WITH_TIMEOUT(cells->isVisible() && isFilled(*cells), 30000);
        const QString csv = m_desk->folder.filePath("filled.csv");
        save(*cells, "Export filled table …", csv);
        QTRY_VERIFY(!contentOf(csv).isEmpty());
        QCOMPARE(contentOf(csv).count('\n'), int(window().viewState().dataset()->rows()) + 1);
    }

    void allRowsAreScoredForAFile() {
        QTest::keyClick(&window(), Qt::Key_3, Qt::ControlModifier);
        QWidget* const rows = find("The strangest rows with score and columns to blame");
        bringToFront(*rows);
        QTRY_VERIFY_WITH_TIMEOUT(rows->isVisible() && isFilled(*rows), 30000);
        const QString csv = m_desk->folder.filePath("scores.csv");
        save(*rows, "Export all rows …", csv);
        QTRY_VERIFY_WITH_TIMEOUT(!contentOf(csv).isEmpty(), 30000);
        QCOMPARE(contentOf(csv).count('\n'), int(window().viewState().dataset()->rows()) + 1);
    }

private:
    MainWindow& window() { return *m_desk->window; }

    /// By accessible name or class; rather one that is on show.
    QWidget* find(const QString& name) {
        QWidget* hidden = nullptr;
        for (QWidget* const widget : window().findChildren<QWidget*>()) {
            if (widget->accessibleName() != name && widget->metaObject()->className() != name)
                continue;
            if (widget->isVisible())
                return widget;
            hidden = widget;
        }
        return hidden;
    }

    /// Opens the pages and docks that it lies in.
    void bringToFront(QWidget& view) {
        QWidget* inner = &view;
        for (QWidget* outer = view.parentWidget(); outer; outer = outer->parentWidget()) {
            if (auto* const pages = qobject_cast<QStackedWidget*>(outer))
                turnTo(*pages, pages->indexOf(inner));
            if (auto* const dock = qobject_cast<QDockWidget*>(outer)) {
                dock->show();
                dock->raise();
                return;
            }
            inner = outer;
        }
    }

    /// By a click on the tabs that turn the pages, if there are any.
    static void turnTo(QStackedWidget& pages, int page) {
        for (QWidget* above = pages.parentWidget(); above; above = above->parentWidget()) {
            auto* const tabs = above->findChild<QTabBar*>();
            if (tabs && tabs->count() == pages.count() && tabs->currentIndex() != page)
                QTest::mouseClick(tabs, Qt::LeftButton, {}, tabs->tabRect(page).center());
            if (tabs || qobject_cast<QDockWidget*>(above))
                return;
        }
    }

    /// As a person does: right-click, a click on the choice, a name for the file, Return.
    void save(QWidget& view, const QString& choice, const QString& path) {
        QTest::mouseClick(window().windowHandle(), Qt::RightButton, {},
                          view.mapTo(&window(), view.rect().center()));
        auto* const menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QStringList texts;
        QAction* chosen = nullptr;
        for (QAction* const action : menu->actions()) {
            texts << action->text();
            if (action->text() == choice)
                chosen = action;
        }
        QVERIFY2(texts.contains("Copy picture"), qPrintable(texts.join(", ")));
        QVERIFY2(chosen, qPrintable(texts.join(", ")));
        QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(chosen).center());
        QFileDialog* dialog = nullptr;
        QTRY_VERIFY(dialog = window().findChild<QFileDialog*>());
        auto* const name = dialog->findChild<QLineEdit*>("fileNameEdit");
        name->setText(path);
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_VERIFY(!window().findChild<QFileDialog*>());
    }

    std::unique_ptr<WindowDesk> m_desk;
};

QTEST_MAIN(SaveFromViewsTest)
#include "save_from_views_test.moc"
