using Analytics.Graph.Threads;

namespace Analytics.Tests.Graph.Threads;

public sealed class ArcBlocksTests
{
    [Fact]
    public void Of_RandomDegrees_CoversAllVerticesInBlocksOfBoundedWork()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            Random random = new(seed);
            int vertices = random.Next(200);
            long[] offsets = new long[vertices + 1];
            int largest = 0;
            for (int v = 0; v < vertices; v++)
            {
                int degree = random.Next(4) == 0 ? random.Next(500) : random.Next(4);
                largest = Math.Max(largest, degree);
                offsets[v + 1] = offsets[v] + degree;
            }

            int perBlock = largest + 2 + random.Next(300);
            int[] bounds = ArcBlocks.Of(offsets, perBlock);

            Assert.Equal(0, bounds[0]);
            Assert.Equal(vertices, bounds[^1]);
            for (int block = 0; block + 1 < bounds.Length; block++)
            {
                Assert.True(bounds[block] <= bounds[block + 1]);
                long work = offsets[bounds[block + 1]] - offsets[bounds[block]] + bounds[block + 1] - bounds[block];
                Assert.InRange(work, 0, perBlock + largest + 2);
            }
        }
    }
}
