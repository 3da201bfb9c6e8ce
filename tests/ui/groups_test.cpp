#include "ui/models/groups.h"

#include <QSignalSpy>
#include <QTest>

using namespace latentscape;
using namespace latentscape::ui;

class GroupsTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_stack.clear();
        m_groups = std::make_unique<Groups>();
        m_groups->recordOn(m_stack);
        m_groups->setTable(10);
    }

    void aGroupHasANameAColourOfItsOwnAndRows() {
        m_groups->add("  odd ones ", rows({1, 3}));
        m_groups->add("", rows({3, 4}));
        QCOMPARE(names(), (QStringList{"odd ones", "Group 1"}));
        QCOMPARE(at(0).rows.members(), (RowList{1, 3}));
        QCOMPARE(at(1).rows.members(), (RowList{3, 4}));
        QCOMPARE(at(0).colour, 0);
        QCOMPARE(at(1).colour, 1);
        m_groups->remove(0);
        m_groups->add("third", rows({5}));
        QCOMPARE(at(0).colour, 1);
        QCOMPARE(at(1).colour, 0);
    }

    void freeNamesAreNumbered() {
        m_groups->add("Group 2", rows({1}));
        m_groups->add("", rows({1}));
        QCOMPARE(m_groups->freeName(), QString("Group 3"));
    }

    void renamedChangedAndDeleted() {
        m_groups->add("a", rows({1}));
        m_groups->add("b", rows({2}));
        m_groups->rename(1, "bee");
        m_groups->rename(0, "   ");
        m_groups->setRows(0, rows({7, 8}));
        QCOMPARE(names(), (QStringList{"a", "bee"}));
        QCOMPARE(at(0).rows.members(), (RowList{7, 8}));
        m_groups->remove(0);
        QCOMPARE(names(), QStringList{"bee"});
    }

    void everyChangeIsUndoneAndDoneAgain() {
        std::vector<std::vector<Group>> states{m_groups->all()};
        const auto keep = [&] { states.push_back(m_groups->all()); };
        m_groups->add("a", rows({1}));
        keep();
        m_groups->add("b", rows({2}));
        keep();
        m_groups->rename(0, "c");
        keep();
        m_groups->setRows(1, rows({}));
        keep();
        m_groups->remove(0);
        keep();
        QCOMPARE(m_stack.count(), 5);
        for (std::size_t i = states.size() - 1; i-- > 0;) {
            m_stack.undo();
            QVERIFY(m_groups->all() == states[i]);
        }
        for (std::size_t i = 1; i < states.size(); ++i) {
            m_stack.redo();
            QVERIFY(m_groups->all() == states[i]);
        }
    }

    void whatIsNotThereIsIgnored() {
        QSignalSpy changed(m_groups.get(), &Groups::changed);
        m_groups->rename(0, "a");
        m_groups->remove(-1);
        m_groups->setRows(3, rows({1}));
        m_groups->add("of another table", RowSet(9, RowList{1}));
        QVERIFY(changed.isEmpty());
        QCOMPARE(m_stack.count(), 0);
    }

    void groupsGoWithTheirTable() {
        m_groups->add("a", rows({1}));
        m_stack.undo();
        m_groups->setTable(10);
        m_stack.redo();
        QVERIFY(m_groups->all().empty());
        m_groups->add("b", rows({2}));
        while (m_stack.canUndo())
            m_stack.undo();
        QVERIFY(m_groups->all().empty());
    }

private:
    static RowSet rows(const RowList& members) { return RowSet(10, members); }
    const Group& at(int group) const { return m_groups->all()[std::size_t(group)]; }
    QStringList names() const {
        QStringList names;
        for (const Group& group : m_groups->all())
            names << group.name;
        return names;
    }

    QUndoStack m_stack;
    std::unique_ptr<Groups> m_groups;
};

QTEST_GUILESS_MAIN(GroupsTest)
#include "groups_test.moc"
