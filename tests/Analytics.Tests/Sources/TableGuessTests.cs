using Analytics.Pipeline.Definition;
using Analytics.Pipeline.Sources.Recognition;

namespace Analytics.Tests.Sources;

/// <summary>What tables are, by the names of their columns.</summary>
public sealed class TableGuessTests
{
    [Theory]
    [InlineData("follower_id,followee_id,at", "x.csv", FactKind.Follows, "follower_id,followee_id,at")]
    [InlineData("src,dst,created", "x.csv", FactKind.Follows, "src,dst,created")]
    [InlineData("from,to", "x.csv", FactKind.Follows, "from,to")]
    [InlineData("actor,target,action,post,at", "x", FactKind.Interactions, "actor,target,action,at,post")]
    [InlineData("User ID,Target ID,Timestamp", "likes.csv", FactKind.Interactions, "User ID,Target ID,Timestamp")]
    [InlineData("id,author,created_at,text,like_count", "x", FactKind.Posts, "id,author,created_at,text,like_count")]
    [InlineData("id,username,followers_count", "x", FactKind.Accounts, "id,username,followers_count")]
    public void Of_ColumnsOfAKind_MapsThem(string columns, string file, FactKind kind, string mapped)
    {
        var guess = TableGuess.Of(columns.Split(','), file);

        Assert.Equal(kind, guess!.Value.Kind);
        Assert.Equal(mapped.Split(','), guess.Value.Columns.Select(column => column.Column));
    }

    [Theory]
    [InlineData("Name,Age,City")]
    [InlineData("id,created_at")]
    [InlineData("user_id,target_id,timestamp")]
    [InlineData("")]
    public void Of_ColumnsThatDoNotTell_IsNothing(string columns)
    {
        Assert.Null(TableGuess.Of(columns.Split(','), "table.csv"));
    }
}
