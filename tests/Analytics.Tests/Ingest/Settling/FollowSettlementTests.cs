using Analytics.Pipeline.Definition;
using static Analytics.Tests.Ingest.Settling.Events;

namespace Analytics.Tests.Ingest.Settling;

public sealed class FollowSettlementTests : IDisposable
{
    private const string A = "did:plc:a", B = "did:plc:b", C = "did:plc:c";

    private readonly SettledLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Run_NothingToSettle_WritesNothing()
    {
        await _lake.RunAsync(_lake.Follows(Day(9), WholeLists.None, $"{A},{B},{Text(Day(1))},"));
        Assert.False(_lake.WasNeeded);

        // Told again word for word.
        await _lake.RunAsync(_lake.Follows(Day(9), WholeLists.None, $"{A},{B},{Text(Day(1))},", $"{A},{C},,"));
        Assert.Empty(_lake.Last.Files);
        Assert.Equal((2L, 1L, 1L), (_lake.Ingested.Read, _lake.Ingested.Accepted, _lake.Ingested.Duplicates));
        Assert.DoesNotContain(_lake.Last.Facts, file => file.Table == "sightings");
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_KnownFollowComesAgainWithItsEnd_Ends()
    {
        await _lake.RunAsync(_lake.Follows(Day(9), WholeLists.None, $"{A},{B},{Text(Day(1))},", $"{A},{C},,"));
        await _lake.RunAsync(
            _lake.Follows(
                Day(10), WholeLists.None, $"{A},{B},{Text(Day(1))},{Text(Day(5))}", $"{A},{C},,{Text(Day(4))}"));

        Assert.Equal(["2024-05-01 00:00:00|2024-05-05 00:00:00"], _lake.FollowsOf(A, B));
        // Seen on the 9th by an export that knows no times, said on the 10th to be over since the 4th.
        Assert.Equal(["2024-05-09 00:00:00|2024-05-10 00:00:00"], _lake.FollowsOf(A, C));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_DeletedByKey_EndsInAnyOrder()
    {
        await _lake.RunAsync(_lake.Events(Follow(A, B, 2, "1"), Unfollow(C, "2", 6)));
        Assert.Equal(["2024-05-02 00:00:00|NULL"], _lake.FollowsOf(A, B));
        await _lake.RunAsync(_lake.Events(Unfollow(A, "1", 5), Follow(C, B, 3, "2")));

        Assert.Equal(["2024-05-02 00:00:00|2024-05-05 00:00:00"], _lake.FollowsOf(A, B));
        Assert.Equal(["2024-05-03 00:00:00|2024-05-06 00:00:00"], _lake.FollowsOf(C, B));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_ClockOfTheAppRunsFast_EndsAllTheSame()
    {
        await _lake.RunAsync(_lake.Events(Follow(A, B, 9, "1"), Unfollow(A, "1", 5)));

        Assert.Equal(["2024-05-09 00:00:00|2024-05-09 00:00:00"], _lake.FollowsOf(A, B));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_FollowedAgainAfterItsEnd_OpensAnotherRow()
    {
        await _lake.RunAsync(_lake.Events(Follow(A, B, 2, "1"), Unfollow(A, "1", 5)));
        await _lake.RunAsync(_lake.Events(Follow(A, B, 7, "2")));

        Assert.Equal(
            ["2024-05-02 00:00:00|2024-05-05 00:00:00", "2024-05-07 00:00:00|NULL"], _lake.FollowsOf(A, B));
        Assert.Equal(["2"], _lake.Rows("SELECT count(*) FROM follows"));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_MissingOnALaterWholeList_EndsThen()
    {
        await _lake.RunAsync(_lake.Follows(Day(1), WholeLists.Followers, $"{A},{C},,", $"{B},{C},,"));
        await _lake.RunAsync(_lake.Follows(Day(2.4), WholeLists.Followers, $"{A},{C},,"));
        await _lake.RunAsync(_lake.Follows(Day(3), WholeLists.Followers, $"{A},{C},,"));
        Assert.Equal(["2024-05-01 00:00:00|NULL"], _lake.FollowsOf(A, C));
        Assert.Equal(["2024-05-01 00:00:00|2024-05-02 00:00:00"], _lake.FollowsOf(B, C));

        // On a later list again, though the export says nothing of the time between.
        await _lake.RunAsync(
            _lake.Follows(Day(6), WholeLists.Followers, $"{A},{C},{Text(Day(1))},", $"{B},{C},{Text(Day(1))},"));
        Assert.Equal(
            ["2024-05-01 00:00:00|2024-05-02 00:00:00", "2024-05-06 00:00:00|NULL"], _lake.FollowsOf(B, C));
        Assert.Equal(["2024-05-01 00:00:00|NULL"], _lake.FollowsOf(A, C));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_ListsDeliveredNewestFirst_SettleTheSame()
    {
        await _lake.RunAsync(_lake.Follows(Day(6), WholeLists.Followers, $"{A},{C},,", $"{B},{C},,"));
        await _lake.RunAsync(_lake.Follows(Day(1), WholeLists.Followers, $"{A},{C},,", $"{B},{C},,"));
        await _lake.RunAsync(_lake.Follows(Day(2), WholeLists.Followers, $"{A},{C},,"));

        Assert.Equal(["2024-05-01 00:00:00|NULL"], _lake.FollowsOf(A, C));
        Assert.Equal(
            ["2024-05-01 00:00:00|2024-05-02 00:00:00", "2024-05-06 00:00:00|NULL"], _lake.FollowsOf(B, C));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_ListOfAnotherAccountDirectionOrPlatform_EndsNothing()
    {
        await _lake.RunAsync(_lake.Follows(Day(1), WholeLists.Both, $"{A},{B},,"));
        await _lake.RunAsync(
            _lake.Follows(Day(2), WholeLists.Followers, $"{B},{A},,", $"{A},{C},,"),
            _lake.Follows(Day(2), WholeLists.Followers, $"{C},{B},,") with { Platform = "other" },
            _lake.Follows(Day(2), WholeLists.None, $"{C},{B},,"));
        Assert.Equal(["2024-05-01 00:00:00|NULL"], _lake.FollowsOf(A, B));

        await _lake.RunAsync(_lake.Follows(Day(3), WholeLists.Following, $"{A},{C},,"));
        Assert.Equal(["2024-05-01 00:00:00|2024-05-03 00:00:00"], _lake.FollowsOf(A, B));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_FilesOfOneDay_CountAsOneDelivery()
    {
        await _lake.RunAsync(_lake.Follows(Day(1), WholeLists.Followers, $"{A},{C},,", $"{B},{C},,"));
        await _lake.RunAsync(
            _lake.Follows(Day(2.1), WholeLists.Followers, $"{A},{C},,"),
            _lake.Follows(Day(2.2), WholeLists.Followers, $"{B},{C},,"));

        Assert.Equal(["2024-05-01 00:00:00|NULL"], _lake.FollowsOf(A, C));
        Assert.Equal(["2024-05-01 00:00:00|NULL"], _lake.FollowsOf(B, C));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_ListWithRefusedEntries_EndsNothing()
    {
        await _lake.RunAsync(_lake.Follows(Day(1), WholeLists.Followers, $"{A},{C},,", $"{B},{C},,"));
        await _lake.RunAsync(_lake.Follows(Day(2), WholeLists.Followers, $"{A},{C},,", $"{B},{C},yesterday,"));

        Assert.Equal(["2024-05-01 00:00:00|NULL"], _lake.FollowsOf(B, C));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_ListThatClaimsMoreThanCame_EndsNothing()
    {
        await _lake.RunAsync(_lake.Follows(Day(1), WholeLists.Followers, $"{A},{C},,", $"{B},{C},,"));
        foreach (var (day, entries) in new[] { (2, 2), (3, 1) })
        {
            await _lake
                .With("follow_lists", "2024-05",
                    $"SELECT {SettledLake.Account(C)}::UBIGINT AS owner_id, 'followers' AS direction, "
                    + $"{entries}::BIGINT AS entries, TIMESTAMP '2024-05-0{day}' AS observed_at, 's' AS source")
                .RunAsync(_lake.Follows(Day(day), WholeLists.None, $"{A},{C},,"));
            Assert.Equal(
                [$"2024-05-01 00:00:00|{(entries == 2 ? "NULL" : "2024-05-03 00:00:00")}"], _lake.FollowsOf(B, C));
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_SameFollowFromBothEnds_IsOneWithTheEarliestTime()
    {
        await _lake.RunAsync(
            _lake.Follows(Day(8), WholeLists.Following, $"{A},{B},,"),
            _lake.Follows(Day(9), WholeLists.Followers, $"{A},{B},{Text(Day(3.5))},"));
        Assert.Equal(["2024-05-03 12:00:00|NULL"], _lake.FollowsOf(A, B));

        // Missing on one of the two lists is over.
        await _lake.RunAsync(_lake.Follows(Day(12), WholeLists.Followers, $"{C},{B},,"));
        Assert.Equal(["2024-05-03 12:00:00|2024-05-12 00:00:00"], _lake.FollowsOf(A, B));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_AccountClosedAndBack_EndsAndReopensTheSameFollows()
    {
        await _lake.RunAsync(_lake.Events(Follow(A, B, 1, "1"), Follow(B, C, 2, "1"), Account(B, active: false, 4)));
        Assert.Equal(["2024-05-01 00:00:00|2024-05-04 00:00:00"], _lake.FollowsOf(A, B));
        Assert.Equal(["2024-05-02 00:00:00|2024-05-04 00:00:00"], _lake.FollowsOf(B, C));

        await _lake.RunAsync(_lake.Events(Account(B, active: true, 6)));
        Assert.Equal(["2024-05-01 00:00:00|NULL"], _lake.FollowsOf(A, B));

        await _lake.RunAsync(_lake.Events(Account(B, active: false, 8), Follow(A, B, 9, "2")));
        Assert.Equal(
            ["2024-05-01 00:00:00|2024-05-08 00:00:00", "2024-05-09 00:00:00|NULL"], _lake.FollowsOf(A, B));
    }

    [Fact(Timeout = 60_000)]
    public async Task Run_TakenBackByPair_Ends()
    {
        await _lake
            .With("retractions", "2024-05",
                $"SELECT 'follow' AS what, TIMESTAMP '2024-05-03' AS \"at\", {SettledLake.Account(A)}::UBIGINT AS "
                + $"actor_id, {SettledLake.Account(B)}::UBIGINT AS target_id, NULL::UBIGINT AS post_id, "
                + "NULL::UBIGINT AS record_id, 's' AS source")
            .RunAsync(_lake.Events(Follow(A, B, 1, "1"), Follow(A, C, 1, "2")));

        Assert.Equal(["2024-05-01 00:00:00|2024-05-03 00:00:00"], _lake.FollowsOf(A, B));
        Assert.Equal(["2024-05-01 00:00:00|NULL"], _lake.FollowsOf(A, C));
    }
}
