#include "ui/plots/colour_scale.h"

#include <QApplication>
#include <QTest>
#include <cmath>

namespace latentscape::ui {
namespace {

Column numbers(std::vector<double> values, int decimals = 0) {
    Column column;
    column.name = "number";
    column.missing.resize(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) {
            values[i] = 0;
            column.missing.setMissing(i);
        }
    }
    column.values = std::move(values);
    column.decimals = decimals;
    return column;
}

Column texts(ColumnType type, std::vector<std::string> categories, std::vector<double> values) {
    Column column = numbers(std::move(values));
    column.name = "species";
    column.type = type;
    column.categories = std::move(categories);
    return column;
}

const double kMissingCell = std::nan("");

}  // namespace

class ColourScaleTest : public QObject {
    Q_OBJECT

    const PlotTheme m_theme = PlotTheme::fromPalette(QPalette(Qt::white));

private slots:
    void categoriesAreCountedInTheirOrder() {
        const ColourScale scale = makeColourScale(
            texts(ColumnType::Category, {"Adelie", "Gentoo", "none of them"}, {1, 0, 1, 1}), m_theme);
        QCOMPARE(scale.title, QStringLiteral("species"));
        QCOMPARE(scale.entries.size(), std::size_t(2));
        QCOMPARE(scale.entries[0], (LegendEntry{"Adelie", classColour(0, m_theme.dark).rgb(), 1}));
        QCOMPARE(scale.entries[1], (LegendEntry{"Gentoo", classColour(1, m_theme.dark).rgb(), 3}));
        QCOMPARE(scale.rows, (std::vector<QRgb>{scale.entries[1].colour, scale.entries[0].colour,
                                                scale.entries[1].colour, scale.entries[1].colour}));
        QVERIFY(!scale.bar);
    }

    void missingCellsHaveTheirOwnColourAndEntry() {
        const ColourScale scale = makeColourScale(
            texts(ColumnType::Binary, {"no", "yes"}, {0, kMissingCell, 1, kMissingCell}), m_theme);
        QCOMPARE(scale.entries.size(), std::size_t(3));
        QCOMPARE(scale.entries[2], (LegendEntry{"missing", missingColour(m_theme.dark).rgb(), 2}));
        QCOMPARE(scale.rows[1], missingColour(m_theme.dark).rgb());
    }

    void smallestOfManyClassesBecomeOther() {
        std::vector<std::string> categories;
        std::vector<double> values;
        for (int category = 0; category < 20; ++category) {
            categories.push_back(QStringLiteral("c%1").arg(category).toStdString());
            values.insert(values.end(), std::size_t(category + 1), category);
        }
        const ColourScale scale = makeColourScale(texts(ColumnType::Text, categories, values), m_theme);
        QCOMPARE(scale.entries.size(), std::size_t(kMaxColouredClasses));
        QCOMPARE(scale.entries.front().text, QStringLiteral("c19"));
        QCOMPARE(scale.entries.back(), (LegendEntry{"other", otherClassesColour(m_theme.dark).rgb(), 45}));
        QCOMPARE(scale.rows.front(), otherClassesColour(m_theme.dark).rgb());
        QCOMPARE(scale.rows.back(), classColour(0, m_theme.dark).rgb());
    }

    void fewWholeNumbersAreClasses() {
        const ColourScale scale = makeColourScale(numbers({3, 0, 9, 3, kMissingCell}), m_theme);
        QVERIFY(!scale.bar);
        QCOMPARE(scale.entries.size(), std::size_t(4));
        QCOMPARE(scale.entries[0].text, QStringLiteral("0"));
        QCOMPARE(scale.entries[1].text, QStringLiteral("3"));
        QCOMPARE(scale.entries[1].count, Index(2));
        QCOMPARE(scale.rows[0], scale.rows[3]);
    }

    void numbersRunBetweenTheirQuantiles() {
        std::vector<double> values;
        for (int i = 0; i <= 1000; ++i)
            values.push_back(i);
        values[1000] = 1e9;
        const ColourScale scale = makeColourScale(numbers(values), m_theme);
        QVERIFY(scale.bar);
        QCOMPARE(scale.bar->min, 20.0);
        QCOMPARE(scale.bar->max, 980.0);
        QCOMPARE(scale.bar->maxText, QStringLiteral("980"));
        QCOMPARE(scale.rows[1000], numberColour(1, m_theme.dark).rgb());
        QCOMPARE(scale.rows[0], numberColour(0, m_theme.dark).rgb());
        QVERIFY(scale.entries.empty());
    }

    void fractionsAreNumbersHoweverFew() {
        const ColourScale scale = makeColourScale(numbers({0.5, 1.5}, 1), m_theme);
        QVERIFY(scale.bar);
        QCOMPARE(scale.bar->minText, QStringLiteral("0.5"));
    }

    void emptyAndConstantColumnsHaveColours_data() {
        QTest::addColumn<std::vector<double>>("values");
        QTest::newRow("no rows") << std::vector<double>{};
        QTest::newRow("all missing") << std::vector<double>{kMissingCell, kMissingCell};
        QTest::newRow("constant") << std::vector<double>{0.25, 0.25, 0.25};
        QTest::newRow("infinite") << std::vector<double>{0.25, INFINITY, 7.5};
    }
    void emptyAndConstantColumnsHaveColours() {
        QFETCH(std::vector<double>, values);
        const ColourScale scale = makeColourScale(numbers(values), m_theme);
        QCOMPARE(scale.rows.size(), values.size());
        for (const QRgb colour : scale.rows)
            QCOMPARE(qAlpha(colour), 255);
    }
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::ColourScaleTest)
#include "colour_scale_test.moc"
