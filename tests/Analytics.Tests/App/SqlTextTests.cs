using Analytics.App.Query;

namespace Analytics.Tests.App;

public sealed class SqlTextTests
{
    [Theory]
    [InlineData("SELECT 1; SELECT 2;", "SELECT 1|SELECT 2", "")]
    [InlineData("SELECT ';'; SELECT", "SELECT ';'", " SELECT")]
    [InlineData("SELECT 'it''s;'; x", "SELECT 'it''s;'", " x")]
    [InlineData("SELECT \"a;b\";", "SELECT \"a;b\"", "")]
    [InlineData("SELECT E'\\';';", "SELECT E'\\';'", "")]
    [InlineData("SELECT name'\\'; x", "SELECT name'\\'", " x")]
    [InlineData("SELECT $$;$$;", "SELECT $$;$$", "")]
    [InlineData("SELECT $a$ ; $$ ; $a$; x", "SELECT $a$ ; $$ ; $a$", " x")]
    [InlineData("SELECT $1; x", "SELECT $1", " x")]
    [InlineData("SELECT 1 -- no; not yet\n; x", "SELECT 1 -- no; not yet", " x")]
    [InlineData("/* a; /* b; */ c; */ SELECT 1; x", "/* a; /* b; */ c; */ SELECT 1", " x")]
    [InlineData("SELECT 'open;", "", "SELECT 'open;")]
    [InlineData("; ;; -- nothing\n;", "", "")]
    public void Split_Text_FindsTheEndsOfStatements(string text, string statements, string remainder)
    {
        var split = SqlText.Split(text);

        Assert.Equal(statements, string.Join('|', split.Statements));
        Assert.Equal(remainder, split.Remainder);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData(" \n-- a comment", true)]
    [InlineData("/* another */ ", true)]
    [InlineData("'", false)]
    [InlineData("- 1", false)]
    public void IsBlank_Text_IgnoresComments(string text, bool blank) => Assert.Equal(blank, SqlText.IsBlank(text));

    [Fact]
    public void All_LastWithoutSemicolon_Counts() => Assert.Equal(["a", "b -- end"], SqlText.All("a; b -- end"));
}
