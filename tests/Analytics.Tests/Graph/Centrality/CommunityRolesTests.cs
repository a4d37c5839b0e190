using Analytics.Graph.Centrality;
using Analytics.Graph.Csr;
using Analytics.Tests.Reference;

namespace Analytics.Tests.Graph.Centrality;

public class CommunityRolesTests
{
    [Fact]
    public void Of_RandomGraph_EqualsTheDefinitions() => RandomGraph.ForAll(random =>
    {
        int[] labels = [.. random.RandomLabels(5).Select(label => label - 1)];
        double[,] matrix = DenseMatrix.Symmetrized(DenseMatrix.Of(random));
        CommunityRoles roles = CommunityRoles.Of(random.Symmetric(), labels);
        for (int v = 0; v < labels.Length; v++)
        {
            Assert.Equal(Participation(matrix, labels, v), roles.Participation[v], 1e-9);
            Assert.Equal(Z(matrix, labels, v), roles.WithinModuleZ[v], 1e-7);
            Assert.Equal(labels[v] < 0 ? 0 : Internal(matrix, labels, v), roles.InternalWeight[v], 1e-9);
        }
    });

    [Fact]
    public void Of_SelfLoops_AreIgnored()
    {
        CsrGraph graph = RandomGraph.Build([(0, 1, 1f), (1, 0, 1f), (0, 0, 7f), (2, 2, 1f)], 3);
        CommunityRoles roles = CommunityRoles.Of(graph, [0, 1, 0]);
        Assert.Equal([0.0, 0.0, double.NaN], roles.Participation);
        Assert.Equal([0.0, 0.0, 0.0], roles.InternalWeight);
    }

    [Fact]
    public void Of_GraphWithLoopsAdded_GivesTheSameAsWithout() => RandomGraph.ForAll(random =>
    {
        CsrGraph plain = random.Symmetric();
        CsrBuilder builder = new();
        for (int v = 0; v < plain.VertexCount; v++)
        {
            builder.Add(v, v, 1 + v % 3);
            for (int i = 0; i < plain.Degree(v); i++)
                builder.Add(v, plain.Targets(v)[i], plain.Weights(v)[i]);
        }

        int[] labels = [.. random.RandomLabels(4).Select(label => label - 1)];
        CommunityRoles expected = CommunityRoles.Of(plain, labels);
        CommunityRoles looped = CommunityRoles.Of(builder.Build(plain.VertexCount), labels);
        Assert.Equal(expected.Participation, looped.Participation);
        Assert.Equal(expected.WithinModuleZ, looped.WithinModuleZ);
        Assert.Equal(expected.InternalDegree, looped.InternalDegree);
    });

    [Fact]
    public void Of_HubOfACommunity_IsAProvincialHub()
    {
        // A star of 40 leaves with a few chords, and a second community that the centre of another star touches.
        List<(int, int, float)> arcs = [];
        for (int leaf = 1; leaf <= 40; leaf++)
            arcs.AddRange([(0, leaf, 1), (50, 50 + leaf, 1)]);
        for (int other = 1; other <= 40; other++)
            arcs.Add((50, other, 1));
        int[] labels = [.. Enumerable.Range(0, 91).Select(v => v < 50 ? 0 : 1)];
        CommunityRoles roles = CommunityRoles.Of(RandomGraph.Build(arcs, 91).Symmetrize(), labels);
        Assert.Equal(NetworkRole.ProvincialHub, roles.Roles[0]);
        Assert.Equal(NetworkRole.ConnectorHub, roles.Roles[50]);
        Assert.Equal(NetworkRole.UltraPeripheral, roles.Roles[60]);
        Assert.Equal(NetworkRole.Peripheral, roles.Roles[5]);
        Assert.Equal(NetworkRole.Undefined, roles.Roles[45]);
        Assert.Equal(1, roles.InternalDegree[5]);
    }

    [Theory]
    [InlineData(2.49, 0.05, NetworkRole.UltraPeripheral)]
    [InlineData(2.49, 0.06, NetworkRole.Peripheral)]
    [InlineData(0.0, 0.62, NetworkRole.Peripheral)]
    [InlineData(0.0, 0.63, NetworkRole.NonHubConnector)]
    [InlineData(0.0, 0.80, NetworkRole.NonHubConnector)]
    [InlineData(-3.0, 0.81, NetworkRole.NonHubKinless)]
    [InlineData(2.5, 0.30, NetworkRole.ProvincialHub)]
    [InlineData(2.5, 0.31, NetworkRole.ConnectorHub)]
    [InlineData(9.0, 0.75, NetworkRole.ConnectorHub)]
    [InlineData(9.0, 0.76, NetworkRole.KinlessHub)]
    [InlineData(double.NaN, 0.5, NetworkRole.Undefined)]
    [InlineData(1.0, double.NaN, NetworkRole.Undefined)]
    public void RoleOf_LimitsOfThePaper_AreKept(double z, double participation, NetworkRole expected) =>
        Assert.Equal(expected, CommunityRoles.RoleOf(z, participation));

    private static double Participation(double[,] matrix, int[] labels, int v)
    {
        int[] all = [.. Enumerable.Range(0, labels.Length)];
        double strength = all.Sum(u => matrix[v, u]);
        return strength == 0
            ? double.NaN
            : 1 - all.GroupBy(u => Math.Max(-1, labels[u])).Sum(s => Math.Pow(s.Sum(u => matrix[v, u]) / strength, 2));
    }

    private static double Internal(double[,] matrix, int[] labels, int v) =>
        Enumerable.Range(0, labels.Length).Where(u => labels[u] == labels[v]).Sum(u => matrix[v, u]);

    private static double Z(double[,] matrix, int[] labels, int v)
    {
        if (labels[v] < 0)
            return double.NaN;
        double[] degrees = [.. Enumerable.Range(0, labels.Length).Where(u => labels[u] == labels[v])
            .Select(u => Internal(matrix, labels, u))];
        double mean = degrees.Average();
        double deviation = Math.Sqrt(degrees.Average(d => (d - mean) * (d - mean)));
        return deviation < 1e-9 ? 0 : (Internal(matrix, labels, v) - mean) / deviation;
    }
}
