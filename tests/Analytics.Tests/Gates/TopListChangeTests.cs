using Analytics.Pipeline.Gates;

namespace Analytics.Tests.Gates;

public sealed class TopListChangeTests
{
    [Fact]
    public void Of_TwoLists_TellsWhoLeftAndWhoCame()
    {
        var change = TopListChange.Of(7, 100, [1, 2, 3, 4], [4, 5, 1, 6]);

        Assert.Equal(0.5, change.Share);
        Assert.Equal([2ul, 3ul], change.Left);
        Assert.Equal([5ul, 6ul], change.Came);
    }

    [Fact]
    public void Of_OrderAlone_IsNoChange() => Assert.Equal(0, TopListChange.Of(7, 100, [1, 2, 3], [3, 2, 1]).Share);

    [Fact]
    public void Of_ListsOfOtherLengths_CountsWhoLeft()
    {
        Assert.Equal(0.75, TopListChange.Of(7, 100, [1, 2, 3, 4], [1]).Share);
        Assert.Equal(0, TopListChange.Of(7, 100, [1], [1, 2, 3]).Share);
        Assert.Equal(1, TopListChange.Of(7, 100, [1, 2], []).Share);
    }

    [Fact]
    public void Mean_Communities_WeighByTheirAccounts() => Assert.Equal(
        0.1,
        TopListChange.Mean([TopListChange.Of(1, 900, [1], [1]), TopListChange.Of(2, 100, [2], [3])]),
        12);
}
