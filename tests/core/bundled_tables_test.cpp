#include <QTest>

#include "core/data/column_roles.h"
#include "core/data/csv_reader.h"

using namespace latentscape;

/// The tables that come with the program, read from file to roles.
class BundledTablesTest : public QObject {
    Q_OBJECT

private slots:
    void tablesAreReadAsTheyAre_data();
    void tablesAreReadAsTheyAre();
    void typesAreInferred_data();
    void typesAreInferred();
    void tablesHaveTheirRoles_data();
    void tablesHaveTheirRoles();
};

namespace {

QString typeName(ColumnType type) {
    return QString::fromUtf8(toString(type).data(), qsizetype(toString(type).size()));
}

std::string pathOf(const QString& table) {
    return QString(LATENTSCAPE_SOURCE_DIR "/resources/datasets/%1.csv").arg(table).toStdString();
}

}  // namespace

// Counted with Python's csv module.
void BundledTablesTest::tablesAreReadAsTheyAre_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("rows");
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("missing");
    QTest::newRow("digits") << "digits" << 1797 << 65 << 0;
    QTest::newRow("wine") << "wine" << 178 << 14 << 0;
    QTest::newRow("breast cancer") << "breast_cancer" << 569 << 31 << 0;
    QTest::newRow("iris") << "iris" << 150 << 5 << 0;
    QTest::newRow("penguins") << "penguins" << 344 << 8 << 19;
}

void BundledTablesTest::tablesAreReadAsTheyAre() {
    QFETCH(QString, name);
    QFETCH(int, rows);
    QFETCH(int, columns);
    QFETCH(int, missing);
    const CsvResult result = readCsv(pathOf(name));
    const Dataset& dataset = *result.dataset;
    QCOMPARE(dataset.name(), name.toStdString());
    QCOMPARE(dataset.rows(), Index(rows));
    QCOMPARE(dataset.columns().size(), std::size_t(columns));
    QCOMPARE(dataset.missingCount(), Index(missing));
    QVERIFY(dataset.problems().empty());
    QCOMPARE(result.dialect.delimiter, ',');
    QVERIFY(result.dialect.header);
}

void BundledTablesTest::typesAreInferred_data() {
    QTest::addColumn<QString>("table");
    QTest::addColumn<QString>("column");
    QTest::addColumn<ColumnType>("type");
    QTest::addColumn<int>("categories");
    QTest::addColumn<int>("missing");
    QTest::addColumn<int>("decimals");
    QTest::addColumn<QString>("firstCell");
    QTest::addRow("two-valued pixel") << "digits"
                                      << "pixel_3_0" << ColumnType::Number << 0 << 0 << 0 << "0";
    QTest::addRow("constant pixel") << "digits"
                                    << "pixel_0_0" << ColumnType::Number << 0 << 0 << 0 << "0";
    QTest::addRow("digit") << "digits"
                           << "digit" << ColumnType::Number << 0 << 0 << 0 << "0";
    QTest::addRow("alcohol") << "wine"
                             << "alcohol" << ColumnType::Number << 0 << 0 << 2 << "14.23";
    QTest::addRow("cultivar") << "wine"
                              << "cultivar" << ColumnType::Category << 3 << 0 << 0 << "class_0";
    QTest::addRow("radius") << "breast_cancer"
                            << "mean_radius" << ColumnType::Number << 0 << 0 << 3 << "17.990";
    QTest::addRow("concavity") << "breast_cancer"
                               << "mean_concavity" << ColumnType::Number << 0 << 0 << 7 << "0.3001000";
    QTest::addRow("diagnosis") << "breast_cancer"
                               << "diagnosis" << ColumnType::Binary << 2 << 0 << 0 << "malignant";
    QTest::addRow("sepal") << "iris"
                           << "sepal_length_cm" << ColumnType::Number << 0 << 0 << 1 << "5.1";
    QTest::addRow("iris species") << "iris"
                                  << "species" << ColumnType::Category << 3 << 0 << 0 << "setosa";
    QTest::addRow("penguin species") << "penguins"
                                     << "species" << ColumnType::Category << 3 << 0 << 0 << "Adelie";
    QTest::addRow("island") << "penguins"
                            << "island" << ColumnType::Category << 3 << 0 << 0 << "Torgersen";
    QTest::addRow("bill") << "penguins"
                          << "bill_length_mm" << ColumnType::Number << 0 << 2 << 1 << "39.1";
    QTest::addRow("mass") << "penguins"
                          << "body_mass_g" << ColumnType::Number << 0 << 2 << 0 << "3750";
    QTest::addRow("sex") << "penguins"
                         << "sex" << ColumnType::Binary << 2 << 11 << 0 << "male";
    QTest::addRow("year") << "penguins"
                          << "year" << ColumnType::Number << 0 << 0 << 0 << "2007";
}

void BundledTablesTest::typesAreInferred() {
    QFETCH(QString, table);
    QFETCH(QString, column);
    QFETCH(ColumnType, type);
    QFETCH(int, categories);
    QFETCH(int, missing);
    QFETCH(int, decimals);
    QFETCH(QString, firstCell);
    const DatasetPtr dataset = readCsv(pathOf(table)).dataset;
    const std::optional<Index> index = dataset->indexOf(column.toStdString());
    QVERIFY(index.has_value());
    const Column& found = dataset->column(*index);
    QCOMPARE(typeName(found.type), typeName(type));
    QCOMPARE(int(found.categories.size()), categories);
    QCOMPARE(found.missingCount(), Index(missing));
    QCOMPARE(found.decimals, decimals);
    QCOMPARE(QString::fromStdString(found.cellText(0)), firstCell);
}

void BundledTablesTest::tablesHaveTheirRoles_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("inputs");
    QTest::addColumn<QString>("label");
    QTest::addColumn<int>("side");
    QTest::newRow("digits") << "digits" << 64 << "digit" << 8;
    QTest::newRow("wine") << "wine" << 13 << "cultivar" << 0;
    QTest::newRow("breast cancer") << "breast_cancer" << 30 << "diagnosis" << 0;
    QTest::newRow("iris") << "iris" << 4 << "species" << 0;
    QTest::newRow("penguins") << "penguins" << 7 << "species" << 0;
}

void BundledTablesTest::tablesHaveTheirRoles() {
    QFETCH(QString, name);
    QFETCH(int, inputs);
    QFETCH(QString, label);
    QFETCH(int, side);
    const DatasetPtr dataset = readCsv(pathOf(name)).dataset;
    const ColumnRoles roles = assignRoles(*dataset);
    QCOMPARE(int(roles.inputs.size()), inputs);
    QVERIFY(roles.label.has_value());
    QCOMPARE(QString::fromStdString(dataset->column(*roles.label).name), label);
    QCOMPARE(roles.image.value_or(ImageLayout{}), (ImageLayout{.width = side, .height = side}));
}

QTEST_GUILESS_MAIN(BundledTablesTest)
#include "bundled_tables_test.moc"
