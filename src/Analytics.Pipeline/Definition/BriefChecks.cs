namespace Analytics.Pipeline.Definition;

/// <summary>Rules that tie the keys of a brief together.</summary>
internal static class BriefChecks
{
    public static void Run(IReadOnlyList<Section> briefs, ProblemList problems)
    {
        UniqueNames.Check(briefs, "brief", problems);
        foreach (var brief in briefs)
        {
            CheckAccounts(brief, problems);
            CheckMeant(brief, "epsilon", "method", PartnerMethod.Influence, "influence", problems);
            CheckMeant(brief, "probability", "probabilities", CascadeProbabilities.Constant, "constant", problems);
            CheckMeant(brief, "per_community", "scope", PlanScope.Campaign, "campaign", problems);
        }
    }

    private static void CheckAccounts(Section brief, ProblemList problems)
    {
        var required = brief.Items<ulong>("must_include").ToList();
        var key = brief.KeyPath("must_include");
        foreach (var account in required.Intersect(brief.Items<ulong>("exclude")))
        {
            problems.Add(brief.At("must_include"), key, $"{account}, which exclude names too",
                "accounts that are not excluded", "Remove it from one of the two");
        }

        foreach (var (account, times) in required.CountBy(account => account).Where(pair => pair.Value > 1))
        {
            problems.Add(brief.At("must_include"), key, $"{account} {times} times", "every account once",
                "Remove it where it is repeated");
        }

        // In a campaign all of them are in one set; else they may belong to different communities.
        if (!brief.IsSound("scope") || brief.Value<PlanScope>("scope") != PlanScope.Campaign) return;
        if (!brief.IsSound("partners") || required.Count <= brief.Value<int>("partners")) return;
        problems.Add(brief.At("must_include"), key, $"{required.Count} accounts",
            $"at most {brief.Value<int>("partners")}, the number of partners", "Raise partners or name fewer");
    }

    /// <summary>A key that would have no effect is a mistake: whoever wrote it expects one.</summary>
    private static void CheckMeant<T>(
        Section brief, string key, string choice, T needed, string name, ProblemList problems)
        where T : struct
    {
        if (!brief.IsGiven(key) || !brief.IsSound(choice)) return;
        if (EqualityComparer<T>.Default.Equals(brief.Value<T>(choice), needed)) return;
        problems.Add(brief.At(key), brief.KeyPath(key), "a value without effect", $"it beside '{choice}: {name}' only",
            $"Remove it or write '{choice}: {name}'");
    }
}
