namespace Analytics.Tests.Repository;

/// <summary>The measure itself, so that the rule about methods cannot pass by counting nothing.</summary>
public sealed class CodeMembersTests
{
    private const string Code =
        """"
        namespace A;

        /// <summary>{ not code } void No() {</summary>
        public sealed class B(int x) : C
        {
            private static readonly int[] Table = new[] { 1, 2 }.Select(i => { return i; }).ToArray();

            public int Size { get; } = 3;

            [Fact]
            public void One()
            {
                if (x > 0) { Log($"{(x > 1 ? "}" : "{")} (\"{x}\")"); }
            }

            private string Two(char y) => y switch
            {
                '{' => "a",
                _ => @"}""",
            };

            private sealed record D(int Z)
            {
                public D() : this(1)
                {
                }
            }
        }
        """";

    [Fact]
    public void Of_TypicalFile_FindsMethodsWithTheirLines() => Assert.Equal(
        [
            new CodeMember("public void One()", 11, 4),
            new CodeMember("private string Two(char y)", 16, 5),
            new CodeMember("public D() : this(1)", 24, 3),
        ],
        CodeMembers.Of(Code));

    [Fact]
    public void Of_ThisRepository_FindsSomeInEveryFileOfTests()
    {
        var all = RepositoryFolder.Files();
        var files = all.Where(file => file.EndsWith("Tests.cs", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.NotEmpty(CodeMembers.Of(File.ReadAllText(RepositoryFolder.PathOf(file)))));
    }
}
