namespace Analytics.Pipeline.Samples;

/// <summary>How the generated exports are laid out.</summary>
public enum SampleFormat
{
    /// <summary>Every kind as comma separated values.</summary>
    Csv,

    /// <summary>Every kind as one JSON object per line.</summary>
    Ndjson,

    /// <summary>Follows and interactions as blank separated lists without posts; posts and accounts as CSV.</summary>
    Edgelist,

    /// <summary>Every kind as Parquet, written by the engine.</summary>
    Parquet,

    /// <summary>Each kind in another format, as a person holds them who collected from several sources.</summary>
    Mixed,
}

/// <summary>How the text files are packed.</summary>
public enum SampleCompression
{
    /// <summary>Plain text.</summary>
    None,

    /// <summary><c>.gz</c></summary>
    Gzip,

    /// <summary><c>.zst</c>, packed by the engine after the text is written.</summary>
    Zstd,
}

/// <summary>
/// What to generate. The same options give the same bytes on any machine and any number of threads; nothing reads the
/// clock.
/// </summary>
public sealed record SampleOptions
{
    /// <summary>Receives the exports and their truth; made if absent, files of the same name are replaced.</summary>
    public required string Folder { get; init; }

    /// <summary>All accounts, bots included: 1,000 to 10,000,000.</summary>
    public int Accounts { get; init; } = 3_000;

    /// <summary>Decides every draw.</summary>
    public ulong Seed { get; init; } = 42;

    /// <summary>Layout of the exports.</summary>
    public SampleFormat Format { get; init; } = SampleFormat.Mixed;

    /// <summary>Packing of the text files. <see cref="SampleFormat.Mixed"/> has its own and ignores this.</summary>
    public SampleCompression Compression { get; init; } = SampleCompression.None;

    /// <summary>Mean number of accounts that an account follows, before repeated draws are merged.</summary>
    public double FollowsPerAccount { get; init; } = 16;

    /// <summary>Mean number of interactions per account; the total is exact.</summary>
    public double InteractionsPerAccount { get; init; } = 14;

    /// <summary>Exact number of interactions; overrides <see cref="InteractionsPerAccount"/>.</summary>
    public long? Interactions { get; init; }

    /// <summary>Mean number of posts of an ordinary account in the window.</summary>
    public double PostsPerAccount { get; init; } = 1.6;

    /// <summary>Share of follows and interactions that leave the community, 0 to 0.8.</summary>
    public double Mixing { get; init; } = 0.2;

    /// <summary>Share of accounts that are bots, 0 to 0.3.</summary>
    public double Bots { get; init; } = 0.03;

    /// <summary>
    /// Share of accounts whose followers were not collected, and of accounts whose acts were not, 0 to 0.9. Profiles
    /// still claim all followers.
    /// </summary>
    public double Partial { get; init; }

    /// <summary>
    /// How far chance blurs what sets leaders apart, 0 to 1: they get less of the attention, down to half, and how well
    /// posts do differs between accounts for no reason, up to a factor of four either way.
    /// </summary>
    public double Noise { get; init; }

    /// <summary>Smallest planted community; 0 chooses by the number of accounts, 20 to 60.</summary>
    public int MinCommunity { get; init; }

    /// <summary>Largest planted community; 0 chooses by the number of accounts, at most 20,000.</summary>
    public int MaxCommunity { get; init; }

    /// <summary>First day of posts and interactions, UTC.</summary>
    public DateOnly Start { get; init; } = new(2026, 1, 1);

    /// <summary>Last day of posts and interactions, UTC.</summary>
    public DateOnly End { get; init; } = new(2026, 6, 30);

    /// <summary>Plants a re-delivered stretch, doubled rows and bad rows, all counted in the manifest.</summary>
    public bool Oddities { get; init; } = true;

    /// <summary>Also write the smallest community in the form of each platform that can be read.</summary>
    public bool Platforms { get; init; }

    /// <summary>Where to write a pipeline file that reads the exports; none when null.</summary>
    public string? PipelineFile { get; init; }

    /// <summary>Files written at the same time; the bytes do not depend on it.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    internal int BotCount => (int)(Accounts * Bots);

    internal int MemberCount => Accounts - BotCount;

    internal long InteractionCount => Interactions ?? (long)(Accounts * InteractionsPerAccount);

    internal int EffectiveMax => MaxCommunity > 0 ? MaxCommunity : Math.Clamp(Accounts / 4, 40, 20_000);

    /// <summary>A small sample has few communities, each worth a look; a large one has small ones too.</summary>
    internal int EffectiveMin => MinCommunity > 0 ? MinCommunity
        : Accounts >= 100_000 ? 30
        : Math.Clamp(Accounts / 50, 20, 60);

    /// <summary>Refuses what cannot be generated, with all mistakes at once.</summary>
    internal void Check()
    {
        List<string> wrong = [];
        if (Accounts is < 1_000 or > 10_000_000) wrong.Add($"accounts is {Accounts}, expected 1,000 to 10,000,000");
        if (Mixing is not (>= 0 and <= 0.8)) wrong.Add($"mixing is {Mixing}, expected 0 to 0.8");
        if (Bots is not (>= 0 and <= 0.3)) wrong.Add($"bots is {Bots}, expected 0 to 0.3");
        if (Partial is not (>= 0 and <= 0.9)) wrong.Add($"partial is {Partial}, expected 0 to 0.9");
        if (Noise is not (>= 0 and <= 1)) wrong.Add($"noise is {Noise}, expected 0 to 1");
        if (FollowsPerAccount is not (>= 1 and <= 1_000))
            wrong.Add($"follows is {FollowsPerAccount}, expected 1 to 1,000");
        if (PostsPerAccount is not (>= 0.5 and <= 100)) wrong.Add($"posts is {PostsPerAccount}, expected 0.5 to 100");
        if (InteractionCount is < 1 or > 100_000_000_000)
            wrong.Add($"interactions is {InteractionCount}, expected 1 to 100,000,000,000");
        if (EffectiveMin is < 10 or > 10_000) wrong.Add($"smallest community is {EffectiveMin}, expected 10 to 10,000");
        if (EffectiveMax > 20_000 || EffectiveMax < 2 * EffectiveMin)
            wrong.Add($"largest community is {EffectiveMax}, expected {2 * EffectiveMin} to 20,000");
        if (EffectiveMax > Accounts / 2)
            wrong.Add($"largest community is {EffectiveMax}, more than half of the accounts");
        if (End.DayNumber - Start.DayNumber is < 6 or > 3_650)
            wrong.Add($"window is {Start:O} to {End:O}, expected 7 days to 10 years");
        if (Threads < 1) wrong.Add($"threads is {Threads}, expected 1 or more");
        if (wrong.Count > 0) throw new UserException("cannot generate: " + string.Join("; ", wrong), ExitCodes.Usage);
    }
}
