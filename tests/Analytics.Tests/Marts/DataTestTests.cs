using Analytics.Pipeline.Marts;

namespace Analytics.Tests.Marts;

public sealed class DataTestTests(AnalysedFacts analysed) : IClassFixture<AnalysedFacts>
{
    /// <summary>For every file of pipelines/sql/tests a fault that it must find.</summary>
    public static TheoryData<string, string> Faults { get; } = new()
    {
        { "bridges have two ends", "DELETE FROM marts.bridges WHERE community_id = 1" },
        { "communities count their members", "DELETE FROM marts.members WHERE community_id = 1" },
        { "communities explain missing agreement", "UPDATE marts.communities SET agreement = NULL" },
        { "communities keep their bounds", "UPDATE marts.communities SET size = 9 WHERE community_id = 1" },
        { "communities know their origin", "UPDATE marts.communities SET event = 'merge' WHERE community_id = 1" },
        { "leaders are members", "UPDATE marts.leaders SET account_id = 7 WHERE community_id = 1 AND rank = 1" },
        { "leaders are ranked by score", "UPDATE marts.leaders SET score = 0 WHERE rank = 1" },
        {
            "leaders contributions are weighted",
            "UPDATE marts.leaders SET reach_contribution = reach_contribution + 0.1, score = score + 0.1"
        },
        { "leaders scores are explained", "UPDATE marts.leaders SET score = score + 0.1" },
        { "members share all pagerank", "UPDATE marts.members SET pagerank = pagerank * 2 WHERE community_id = 1" },
        { "constraint costs are differences", "UPDATE marts.constraint_costs SET spread_cost = spread_cost + 1" },
        {
            "partner overlaps connect partners",
            "DELETE FROM marts.partner_overlaps WHERE community_id = 1 AND other_step = 2"
        },
        { "partner sets sum up their partners", "UPDATE marts.partner_sets SET partners = partners + 1" },
        { "partners add up", "UPDATE marts.partners SET cumulative_reach = cumulative_reach + 1 WHERE step = 2" },
        { "partners are leaders", "UPDATE marts.partners SET account_id = 7 WHERE community_id = 1 AND step = 1" },
        { "rankings follow their scores", "UPDATE marts.rankings SET score = 0 WHERE rank = 1" },
        {
            "rankings know what weighs most",
            "UPDATE marts.rankings SET topic_attention_contribution = NULL WHERE profile = 'expert' AND rank = 1"
        },
        { "ratios match their parts", "UPDATE marts.leaders SET engaged_share = engaged_share / 2" },
        { "small cells are suppressed", "UPDATE marts.topics SET accounts = 3 WHERE community_id = 1 AND rank = 1" },
        { "stories tell topics", "DELETE FROM marts.stories WHERE community_id = 1" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void AcrossTables_PlantedFault_IsFound(string name, string fault)
    {
        var test = Assert.Single(DataTests.AcrossTables, test => test.Name == name);
        Assert.Empty(DataTests.Run(analysed.Facts.Connection, [test]));

        analysed.After(
            fault, facts => Assert.True(Assert.Single(DataTests.Run(facts.Connection, [test])).Rows > 0));
    }

    [Fact]
    public void AcrossTables_EveryFile_HasAFaultHere()
    {
        Assert.Equal(
            DataTests.AcrossTables.Select(test => test.Name).Order(StringComparer.Ordinal),
            Faults.Select(fault => fault.Data.Item1).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("communities", "UPDATE marts.communities SET label = NULL", "communities: label is never NULL")]
    [InlineData("communities", "UPDATE marts.communities SET density = 1.5", "communities: density lies in [0, 1]")]
    [InlineData("communities", "UPDATE marts.communities SET density = 'nan'", "communities: density lies in [0, 1]")]
    [InlineData(
        "leaders",
        "UPDATE marts.leaders SET tier = 'giga'",
        "leaders: tier is one of 'nano', 'micro', 'mid', 'macro', 'mega'")]
    [InlineData(
        "leaders", "INSERT INTO marts.leaders FROM marts.leaders", "leaders: (community_id, rank) is unique")]
    [InlineData(
        "topics", "UPDATE marts.topics SET community_id = 999", "topics: community_id names a row of communities")]
    [InlineData(
        "bridges", "UPDATE marts.bridges SET other_id = 999 WHERE other_id = 2",
        "bridges: other_id names a row of communities")]
    [InlineData("leaders", "DELETE FROM marts.members", "leaders: account_id names a row of members")]
    public void OfTable_PlantedFault_IsFound(string table, string fault, string name)
    {
        analysed.After(fault, facts =>
        {
            var failures = DataTests.Run(facts.Connection, DataTests.OfTable(MartCatalog.Table(table)));
            Assert.Equal([name], failures.Select(failure => failure.Test.Name));
        });
    }

    [Fact]
    public void Run_Failure_ShowsTheKeysOfTheFirstRowsAndWhatIsWrong()
    {
        analysed.After("UPDATE marts.communities SET density = 1.5, label = 'somebody' WHERE community_id < 6", facts =>
        {
            var tests = DataTests.OfTable(MartCatalog.Table("communities"));
            var failure = Assert.Single(DataTests.Run(facts.Connection, tests));
            Assert.Equal(5, failure.Rows);
            Assert.Equal(
                "communities: density lies in [0, 1] (5 rows: community_id=1, density=1.5; "
                + "community_id=2, density=1.5; community_id=3, density=1.5)",
                failure.ToString());
        });
    }

    [Theory]
    [InlineData("follows", "UPDATE follows SET followee_id = NULL", "follows: followee_id is never NULL")]
    [InlineData(
        "interactions", "UPDATE interactions SET kind = 'poke'",
        "interactions: kind is one of 'like', 'reply', 'repost', 'mention', 'quote'")]
    public void OfRows_FaultInFacts_IsFound(string table, string fault, string name)
    {
        analysed.After(fault, facts => Assert.Equal(
            [name],
            DataTests.Run(facts.Connection, DataTests.OfRows(MartCatalog.Table(table)))
                .Select(failure => failure.Test.Name)));
    }

    [Fact]
    public void OfTable_RejectsOfAnUnknownSource_AreFound()
    {
        analysed.After(
            "CREATE TABLE marts.sources AS SELECT 'follows' AS source; CREATE TABLE marts.rejects AS SELECT 'r' AS "
            + "run_id, 'others' AS source, 'a.csv' AS file, 1::BIGINT AS line, 'at' AS field, 'missing' AS reason",
            facts => Assert.Equal(
                "rejects: source names a row of sources (1 row: source=others, file=a.csv, line=1, field=at, "
                + "reason=missing)",
                Assert.Single(DataTests.Run(facts.Connection, DataTests.OfTable(MartCatalog.Table("rejects"))))
                    .ToString()));
    }

    [Fact]
    public void OfTable_SyntheticFacts_Hold()
    {
        Assert.Empty(DataTests.Run(analysed.Facts.Connection, MartCatalog.Facts.SelectMany(DataTests.OfTable)));
    }
}
