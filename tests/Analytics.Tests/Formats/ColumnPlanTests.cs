using System.Text;
using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Formats;

namespace Analytics.Tests.Formats;

public sealed class ColumnPlanTests
{
    [Fact]
    public void Of_Names_AreFoundExactlyAndThenInAnyCase()
    {
        var plan = Plan(["ID", "id", "Other"], "follower_id=id", "followee_id=other");

        Assert.Equal(["id", "Other"], plan.RawColumns);
        Assert.Equal(
            [(SlotOrigin.Raw, 0), (SlotOrigin.Raw, 1), (SlotOrigin.Absent, 0), (SlotOrigin.Absent, 0),
            (SlotOrigin.Absent, 0)],
            plan.Slots.Select(slot => (slot.Origin, slot.Index)));
    }

    [Fact]
    public void Of_ColumnUsedTwice_IsReadOnce() =>
        Assert.Equal(["x"], Plan(["x"], "follower_id=x", "followee_id=x").RawColumns);

    [Fact]
    public void Of_TextInQuotes_IsAConstant()
    {
        var plan = Plan(["x"], "follower_id=x", "followee_id='it''s (me)'");

        Assert.Equal(SlotOrigin.Constant, plan.Slots[1].Origin);
        Assert.Equal("it's (me)", Encoding.UTF8.GetString(plan.Slots[1].Text!));
    }

    [Fact]
    public void Of_ColumnNamedLikeAnExpression_IsTheColumn() =>
        Assert.Equal(["lower(x)"], Plan(["lower(x)"], "follower_id=lower(x)", "followee_id=lower(x)").RawColumns);

    [Fact]
    public void Of_Expression_ReadsTheColumnsItNames()
    {
        var plan = Plan(
            ["first", "Last", "größe", "unused", "odd name"],
            "follower_id=lower(FIRST) || '(unused)' || \"odd name\"", "followee_id=coalesce(last, größe::VARCHAR)");

        Assert.Equal(["first", "odd name", "Last", "größe"], plan.RawColumns);
        Assert.Equal(2, plan.Expressions.Count);
        Assert.Equal([0, 1], plan.Slots.Take(2).Select(slot => slot.Index));
    }

    [Fact]
    public void Of_TimePattern_ComputesTheTimesAndNothingElse()
    {
        var source = TestSource.Csv(FactKind.Follows, "follower_id=x", "followee_id=y", "at=t")
            with
        { TimeFormat = "%d.%m.%Y" };

        var plan = ColumnPlan.Of(source, ["x", "y", "t"]);

        Assert.Equal(
            [SlotOrigin.Raw, SlotOrigin.Raw, SlotOrigin.Expression], plan.Slots.Take(3).Select(slot => slot.Origin));
        Assert.Contains("'%d.%m.%Y'", Assert.Single(plan.Expressions), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ConstantKind_NeedsNoColumn()
    {
        var source = TestSource.Csv(FactKind.Interactions) with { Interaction = InteractionKind.Repost };

        var plan = ColumnPlan.Of(source, ["actor_id", "target_id", "at"]);

        Assert.Equal("repost", Encoding.UTF8.GetString(plan.Slots[2].Text!));
        Assert.Equal(SlotOrigin.Absent, plan.Slots[4].Origin);
    }

    [Fact]
    public void Of_NamelessFile_TakesTheRequiredColumnsInOrder()
    {
        var source = TestSource.Csv(FactKind.Interactions) with { Interaction = InteractionKind.Like };

        Assert.Equal(["c1", "c2", "c3"], ColumnPlan.Of(source, ["c1", "c2", "c3", "c4"]).RawColumns);
    }

    [Fact]
    public void Of_NoMapping_LeavesOptionalColumnsOut()
    {
        var plan = ColumnPlan.Of(TestSource.Csv(FactKind.Follows), ["followee_id", "ended_at", "follower_id"]);

        Assert.Equal(["follower_id", "followee_id", "ended_at"], plan.RawColumns);
        Assert.Equal(SlotOrigin.Absent, plan.Slots[2].Origin);
    }

    [Fact]
    public void Of_MissingColumn_SaysWhichForWhatAndWhatThereIs()
    {
        var error = Assert.Throws<ExportFileException>(
            () => Plan(["src", "dst"], "follower_id=src", "followee_id=dest"));

        Assert.Equal(
            "no column 'dest' for followee_id; found src, dst. Map it under columns: in source 'source'.",
            error.Message);
        Assert.Equal(1, error.Line);
    }

    [Fact]
    public void Of_MappedOptionalColumnMissing_IsAMistakeToo() =>
        Assert.Throws<ExportFileException>(() => Plan(["src", "dst"], "follower_id=src", "followee_id=dst", "at=when"));

    private static ColumnPlan Plan(string[] available, params string[] columns) =>
        ColumnPlan.Of(TestSource.Csv(FactKind.Follows, columns), available);
}
