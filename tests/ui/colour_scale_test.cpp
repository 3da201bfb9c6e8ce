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
        QCOMPARE(scale.entries[0], (LegendEntry{"Adelie", classColour(0, m_theme.dark).rgb(), 1, 0}));
        QCOMPARE(scale.entries[1], (LegendEntry{"Gentoo", classColour(1, m_theme.dark).rgb(), 3, 1}));
        QCOMPARE(scale.codes, (std::vector<std::uint8_t>{1, 0, 1, 1}));
        for (const LegendEntry& entry : scale.entries)
            QCOMPARE(scale.colours[entry.code], entry.colour);
        QVERIFY(!scale.bar);
    }

    void missingCellsHaveTheirOwnColourAndEntry() {
        const ColourScale scale = makeColourScale(
            texts(ColumnType::Binary, {"no", "yes"}, {0, kMissingCell, 1, kMissingCell}), m_theme);
        QCOMPARE(scale.entries.size(), std::size_t(3));
        QCOMPARE(scale.entries[2],
                 (LegendEntry{"missing", missingColour(m_theme.dark).rgb(), 2, kMissingCode}));
        QCOMPARE(scale.colourOf(1), missingColour(m_theme.dark).rgb());
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
        QCOMPARE(scale.entries.back(),
                 (LegendEntry{"other", otherClassesColour(m_theme.dark).rgb(), 45, kOtherCode}));
        QCOMPARE(scale.colourOf(0), otherClassesColour(m_theme.dark).rgb());
        QCOMPARE(scale.colourOf(Index(values.size()) - 1), classColour(0, m_theme.dark).rgb());
    }

    void fewWholeNumbersAreClasses() {
        const ColourScale scale = makeColourScale(numbers({3, 0, 9, 3, kMissingCell}), m_theme);
        QVERIFY(!scale.bar);
        QCOMPARE(scale.entries.size(), std::size_t(4));
        QCOMPARE(scale.entries[0].text, QStringLiteral("0"));
        QCOMPARE(scale.entries[1].text, QStringLiteral("3"));
        QCOMPARE(scale.entries[1].count, Index(2));
        QCOMPARE(scale.colourOf(0), scale.colourOf(3));
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
        QCOMPARE(scale.colourOf(1000), numberColour(1, m_theme.dark).rgb());
        QCOMPARE(scale.colourOf(0), numberColour(0, m_theme.dark).rgb());
        QVERIFY(scale.entries.empty());
    }

    void numbersOnBothSidesOfZeroDiverge() {
        const ColourScale scale = makeColourScale(numbers({-1.5, -0.5, 0, 0.25, 0.75}, 2), m_theme);
        QVERIFY(scale.bar->isSigned);
        QCOMPARE(scale.bar->min, -1.5);
        QCOMPARE(scale.bar->max, 1.5);
        QCOMPARE(scale.colourOf(0), signedColour(-1, m_theme.dark).rgb());
        const QColor zero(scale.colourOf(2));
        QVERIFY(zero.red() > 150 && zero.green() > 150 && zero.blue() < 120);
        QVERIFY(!makeColourScale(numbers({0.25, 0.75, 0.5}, 2), m_theme).bar->isSigned);
    }

    void aColumnAllMissingSaysSo() {
        const ColourScale scale =
            makeColourScale(numbers({kMissingCell, kMissingCell, kMissingCell}), m_theme);
        QCOMPARE(scale.entries.size(), std::size_t(1));
        QCOMPARE(scale.entries[0].text, QStringLiteral("all values are missing"));
        QCOMPARE(scale.entries[0].count, Index(3));
        QVERIFY(!scale.bar);
    }

    void tenThousandClassesAreTwelveLines() {
        std::vector<std::string> categories;
        std::vector<double> values;
        for (int category = 0; category < 10'000; ++category) {
            categories.push_back(std::to_string(category));
            values.push_back(category);
        }
        const ColourScale scale = makeColourScale(texts(ColumnType::Text, categories, values), m_theme);
        QCOMPARE(scale.entries.size(), std::size_t(kMaxColouredClasses));
        QCOMPARE(scale.entries.back().count, Index(10'000 - kMaxColouredClasses + 1));
    }

    void figuresOfSomeRowsColourThese() {
        const std::vector<float> values{2.5f, std::nanf(""), 7.5f};
        const std::vector<Index> rows{1, 3, 4};
        const ColourScale scale = makeNumberScale("KL", values, rows, 6, m_theme);
        QCOMPARE(scale.codes.size(), std::size_t(6));
        QCOMPARE(scale.colourOf(1), numberColour(0, m_theme.dark).rgb());
        QCOMPARE(scale.colourOf(4), numberColour(1, m_theme.dark).rgb());
        QCOMPARE(scale.codes[3], kMissingCode);
        QCOMPARE(scale.entries.size(), std::size_t(1));
        QCOMPARE(scale.entries[0].count, Index(1));
        QCOMPARE(scale.bar->maxText, QStringLiteral("7.5"));
    }

    void groupsAreClassesInTheirOwnColours() {
        const std::vector<Group> groups{{"second colour", 1, RowSet(6, RowList{0, 1})},
                                        {"first colour", 0, RowSet(6, RowList{1, 2})},
                                        {"hidden behind the first", 2, RowSet(6, RowList{0})}};
        const ColourScale scale = makeGroupScale(groups, 6, m_theme);
        QCOMPARE(scale.codes, (std::vector<std::uint8_t>{1, 1, 0, kMissingCode, kMissingCode, kMissingCode}));
        // Row 1 counts for the first of its groups alone.
        QCOMPARE(scale.entries, (std::vector<LegendEntry>{
                                    {"second colour", classColour(1, m_theme.dark).rgb(), 2, 1},
                                    {"first colour", classColour(0, m_theme.dark).rgb(), 1, 0},
                                    {"in no group", ungroupedColour(m_theme.dark).rgb(), 3, kMissingCode}}));
        QCOMPARE(scale.colourOf(1), classColour(1, m_theme.dark).rgb());
        QVERIFY(ungroupedColour(m_theme.dark) != missingColour(m_theme.dark));
        QVERIFY(ungroupedColour(m_theme.dark) != unselectedColour(m_theme));
    }

    void moreGroupsThanColoursShareTheOneOfOthers() {
        std::vector<Group> groups;
        for (int number = 0; number < 300; ++number)
            groups.push_back({QString::number(number), number, RowSet(300, RowList{number})});
        const ColourScale scale = makeGroupScale(groups, 300, m_theme);
        QCOMPARE(scale.codes[std::size_t(kNumberShades) - 1], std::uint8_t(kNumberShades - 1));
        QCOMPARE(scale.codes[std::size_t(kNumberShades)], kOtherCode);
        QCOMPARE(scale.entries.back().text, QStringLiteral("other groups"));
        QCOMPARE(scale.entries.back().count, Index(300 - kNumberShades));
    }

    void withoutGroupsAWordTellsSo() {
        const ColourScale scale = makeGroupScale({}, 2, m_theme);
        QCOMPARE(scale.entries.size(), std::size_t(1));
        QCOMPARE(scale.entries[0].text, QStringLiteral("no groups yet"));
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
        QCOMPARE(scale.codes.size(), values.size());
        for (std::size_t row = 0; row < values.size(); ++row)
            QCOMPARE(qAlpha(scale.colourOf(Index(row))), 255);
    }
};

}  // namespace latentscape::ui

QTEST_MAIN(latentscape::ui::ColourScaleTest)
#include "colour_scale_test.moc"
