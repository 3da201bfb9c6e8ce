#include "ui/data/class_bins.h"

#include <QTest>

using namespace latentscape;
using namespace latentscape::ui;

namespace {

const Column kClasses{.name = "kind",
                      .type = ColumnType::Category,
                      .values = {0, 1, 0, 1, 0},
                      .missing = MissingMask{0, 0, 0, 0, 1},
                      .categories = {"a", "b"}};

ColourScale scaleOf(const Column& column) {
    return makeColourScale(column, PlotTheme::fromPalette(QPalette()));
}

}  // namespace

class ClassBinsTest : public QObject {
    Q_OBJECT

private slots:
    void countsEachClassInEachBin() {
        const Column x{.name = "x", .values = {1, 2, 2, 2, 1}, .missing = MissingMask(5)};
        const std::vector<ClassBins> classes = binsByClass(x, summarise(x), scaleOf(kClasses));
        QCOMPARE(classes.size(), std::size_t(3));
        QCOMPARE(classes[0].text, "a");
        QCOMPARE(classes[0].counts, (std::vector<Index>{1, 1}));
        QCOMPARE(classes[1].text, "b");
        QCOMPARE(classes[1].counts, (std::vector<Index>{0, 2}));
        // The row whose class is missing.
        QCOMPARE(classes[2].counts, (std::vector<Index>{1, 0}));
    }

    void missingCellsStandInNoBar() {
        const Column x{.name = "x", .values = {1, 0, 2, 0, 0}, .missing = MissingMask{0, 1, 0, 1, 1}};
        const std::vector<ClassBins> classes = binsByClass(x, summarise(x), scaleOf(kClasses));
        QCOMPARE(classes.size(), std::size_t(1));
        QCOMPARE(classes[0].counts, (std::vector<Index>{1, 1}));
    }

    void categoriesAreBarsToo() {
        const Column colour{.name = "colour",
                            .type = ColumnType::Category,
                            .values = {1, 1, 0, 1, 1},
                            .missing = MissingMask(5),
                            .categories = {"red", "green"}};
        const std::vector<ClassBins> classes = binsByClass(colour, summarise(colour), scaleOf(kClasses));
        // The most frequent one is the first bar.
        QCOMPARE(classes[0].counts, (std::vector<Index>{1, 1}));
        QCOMPARE(classes[1].counts, (std::vector<Index>{2, 0}));
    }

    void numbersWithAColourBarHaveNoClasses() {
        const Column x{
            .name = "x", .values = {1.5, 2.25, 3.125, 4, 5}, .missing = MissingMask(5), .decimals = 3};
        QVERIFY(binsByClass(x, summarise(x), scaleOf(x)).empty());
    }
};

QTEST_MAIN(ClassBinsTest)
#include "class_bins_test.moc"
