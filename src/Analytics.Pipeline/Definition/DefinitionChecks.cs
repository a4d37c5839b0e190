namespace Analytics.Pipeline.Definition;

/// <summary>Rules that tie keys of different sections together.</summary>
internal static class DefinitionChecks
{
    public static void Run(Section root, Surroundings surroundings, ProblemList problems)
    {
        SourceChecks.Run([.. root.Items<Section>("sources")], problems);
        BriefChecks.Run([.. root.Items<Section>("briefs")], problems);
        ScheduleChecks.Run(root, problems);
        CheckSizes(root, problems);
        CheckWeights(root, "graph", problems);
        CheckWeights(root, "leaders", problems);
        CheckProfiles(root, problems);
        CheckSecrets(root, surroundings, problems);
    }

    private static void CheckSizes(Section root, ProblemList problems)
    {
        if (root.Reference<Section>("communities") is not { } communities) return;
        if (!communities.IsSound("min_size") || !communities.IsSound("max_size")) return;
        var (minimum, maximum) = (communities.Value<int>("min_size"), communities.Value<int>("max_size"));
        if (minimum <= maximum) return;

        var key = communities.IsGiven("min_size") ? "min_size" : "max_size";
        problems.Add(communities.At(key), communities.KeyPath(key), $"min_size {minimum} above max_size {maximum}",
            "min_size at most max_size", "Lower min_size or raise max_size");
    }

    private static void CheckWeights(Section root, string name, ProblemList problems)
    {
        if (root.Reference<Section>(name) is { } section)
            CheckWeights(section, PipelineSchema.WeightsOf(name), problems);
    }

    private static void CheckWeights(Section owner, IReadOnlyList<Key> keys, ProblemList problems)
    {
        if (!owner.IsGiven("weights") || owner.Reference<Section>("weights") is not { } weights) return;
        var names = keys.Select(key => key.Name).ToList();
        if (!names.All(weights.IsSound) || names.Any(name => weights.Value<double>(name) > 0)) return;
        problems.Add(
            weights.Place, owner.KeyPath("weights"), "no weight above 0", "at least one", "Raise one of them");
    }

    private static void CheckProfiles(Section root, ProblemList problems)
    {
        if (root.Reference<Section>("leaders") is not { } leaders) return;
        List<Section> profiles = [.. leaders.Items<Section>("profiles")];
        UniqueNames.Check(profiles, "profile", problems);
        foreach (var profile in profiles)
        {
            CheckWeights(profile, PipelineSchema.WeightsOf("leaders"), problems);
            if (!profile.IsSound("name") || profile.Value<string>("name") != LeadersDefinition.MainProfile) continue;
            problems.Add(
                profile.At("name"), profile.KeyPath("name"), $"'{LeadersDefinition.MainProfile}'",
                "another name: so the ranking by leaders.weights is called", "Rename the profile");
        }
    }

    /// <summary>The lake is shared with analysts; what turns pseudonyms back into people must lie elsewhere.</summary>
    private static void CheckSecrets(Section root, Surroundings surroundings, ProblemList problems)
    {
        if (root.Reference<Section>("output") is not { } output) return;
        if (root.Reference<Section>("privacy") is not { } privacy) return;
        if (output.IsGiven("lake") && !output.IsSound("lake")) return;

        var lake = Path.TrimEndingDirectorySeparator(DefaultPaths.Lake(output, surroundings)) + '/';
        Check("key_file", DefaultPaths.KeyFile(privacy, surroundings));
        if (!privacy.IsGiven("identity_store")) return;
        Check("identity_store", DefaultPaths.IdentityStore(privacy, surroundings));

        void Check(string key, string path)
        {
            if (!(path + '/').StartsWith(lake, StringComparison.Ordinal)) return;
            problems.Add(privacy.At(key), privacy.KeyPath(key), $"'{path}', inside the lake",
                "a place outside the lake, which analysts can read", "Move it, for instance to ~/.config/analytics/");
        }
    }
}
