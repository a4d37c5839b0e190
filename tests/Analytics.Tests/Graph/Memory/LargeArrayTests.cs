using Analytics.Graph.Memory;

namespace Analytics.Tests.Graph.Memory;

public class LargeArrayTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(3_000_000)]
    public void Span_AfterWriting_HoldsWhatWasWritten(int length)
    {
        LargeArray<float> column = new(length);
        for (int i = 0; i < length; i++)
            column[i] = i;
        Assert.Equal(length, column.Length);
        Assert.Equal(Enumerable.Range(0, length).Select(i => (float)i), column.Span(0, length).ToArray());
        Assert.True(column.SequenceEqual(column.Clone()));
    }

    [Fact]
    public void LargeArray_MoreElementsThanAnArrayCanHave_AreWrittenAndRead()
    {
        // Only the pages that are touched exist, so this takes no memory worth speaking of.
        long length = Array.MaxLength + 1000L;
        LargeArray<byte> column = new(length);
        column[length - 1] = 7;
        column[Array.MaxLength] = 6;
        Assert.Equal((6, 7), (column.Span(Array.MaxLength, 1)[0], column.Span(length - 1, 1)[0]));
    }

    [Fact]
    public void Indexer_OutsideTheColumn_Throws()
    {
        LargeArray<int> column = new(3);
        Assert.Throws<ArgumentOutOfRangeException>(() => column[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => column[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => column.Span(2, 2).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new LargeArray<int>(-1));
    }

    [Fact]
    public void SequenceEqual_OneElementDiffers_IsFalse()
    {
        LargeArray<int> left = new(2_000_000, cleared: true);
        LargeArray<int> right = left.Clone();
        right[1_999_999] = 1;
        Assert.False(left.SequenceEqual(right));
        Assert.False(left.SequenceEqual(new LargeArray<int>(1)));
    }
}
