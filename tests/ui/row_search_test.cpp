#include "ui/models/row_search.h"

#include <QTest>

#include "tests/support/tables.h"
#include "tests/support/thrown_problem.h"

using namespace latentscape;
using namespace latentscape::testing;
using namespace latentscape::ui;

class RowSearchTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::German)); }

    void rowsAreFoundByWhatIsInThem_data() {
        QTest::addColumn<QString>("query");
        QTest::addColumn<QList<int>>("rows");
        QTest::newRow("a part of a text") << "lm" << QList<int>{1, 3};
        QTest::newRow("in any case") << "ANNA" << QList<int>{0};
        QTest::newRow("of a category") << "ree" << QList<int>{0, 2};
        QTest::newRow("a number") << "42" << QList<int>{1};
        QTest::newRow("not a part of one") << "9" << QList<int>{};
        QTest::newRow("as the locale writes it") << "1,5" << QList<int>{2};
        QTest::newRow("as programs write it") << "1.5" << QList<int>{2};
        QTest::newRow("a date") << "2024-03-02" << QList<int>{1};
        QTest::newRow("a month") << "2024-03" << QList<int>{0, 1};
        QTest::newRow("by a column") << "id = 42" << QList<int>{1};
        QTest::newRow("by a column of numbers with decimals") << "size=1.5" << QList<int>{2};
        QTest::newRow("by a category") << "colour = green" << QList<int>{0, 2};
        QTest::newRow("the whole of it") << "colour = gree" << QList<int>{};
        QTest::newRow("in quotes") << "colour == \"red\"" << QList<int>{1, 3};
        QTest::newRow("a name with blanks") << "full name = Anna" << QList<int>{0};
        QTest::newRow("a question") << "size > 1.7 && colour == \"red\"" << QList<int>{1};
        QTest::newRow("missing cells") << "missing(size)" << QList<int>{3};
        QTest::newRow("a text with a sign") << "a<b" << QList<int>{3};
        QTest::newRow("nothing") << "  " << QList<int>{};
        QTest::newRow("what is not there") << "violet" << QList<int>{};
    }
    void rowsAreFoundByWhatIsInThem() {
        QFETCH(QString, query);
        QFETCH(QList<int>, rows);
        const DatasetPtr table = tableFrom(
            "id,full name,size,colour,seen\n"
            "7,Anna,1.25,green,2024-03-01\n"
            "42,Wilma,2.5,red,2024-03-02\n"
            "13,Berta,1.5,green,2024-04-02\n"
            "99,Selma a<b,,red,2025-01-31\n");
        const std::optional<RowList> found = searchRows(*table, query);
        QVERIFY(found.has_value());
        QCOMPARE(QList<int>(found->begin(), found->end()), rows);
    }

    void aQuestionThatIsNoneIsTold() {
        const DatasetPtr table = tableFrom("a,b\n1,2\n3,4\n");
        const std::optional<Problem> problem =
            tests::thrownProblem([&] { searchRows(*table, "nonsense > 3"); });
        QVERIFY(problem.has_value());
        QCOMPARE(problem->code, ProblemCode::FilterNotUnderstood);
    }

    void aSearchCanBeCancelled() {
        QVERIFY(!searchRows(*longNumbers(100'000), "5", [](double) { return false; }));
    }

    void aTableOfMissingCellsHasNothingToFind() {
        std::vector<Column> columns{{.name = "gone", .values = {0.0, 0.0}, .missing = MissingMask{1, 1}}};
        const Dataset table("empty", "", std::move(columns));
        QVERIFY(searchRows(table, "0")->empty());
        QVERIFY(searchRows(table, "gone = 0")->empty());
    }
};

QTEST_APPLESS_MAIN(RowSearchTest)
#include "row_search_test.moc"
