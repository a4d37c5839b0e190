using Analytics.Graph.Threads;

namespace Analytics.Tests.Reference;

/// <summary>Runs the same work with several numbers of threads.</summary>
public static class WorkerCounts
{
    /// <summary>Checks that 2, 3, 4, and 8 workers give what one gives, and returns that.</summary>
    public static T SameForAll<T>(Func<Workers, T> work)
    {
        using Workers one = new(1);
        T expected = work(one);
        foreach (int count in (int[])[2, 3, 4, 8])
        {
            using Workers workers = new(count);
            Assert.Equal(expected, work(workers));
        }

        return expected;
    }
}
