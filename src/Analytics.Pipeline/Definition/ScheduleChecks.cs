namespace Analytics.Pipeline.Definition;

/// <summary>Rules of the <c>schedule</c> section that one value alone does not show.</summary>
internal static class ScheduleChecks
{
    private static readonly string[] OnlyWithCron = ["time_zone", "misfire"];

    public static void Run(Section root, ProblemList problems)
    {
        if (!root.IsGiven("schedule") || root.Reference<Section>("schedule") is not { } schedule) return;
        CheckStart(schedule, problems);
        CheckCron(schedule, problems);
        if (!root.IsSound("name") || schedule.Reference<string>("after") is not { } other) return;
        if (other != root.Value<string>("name")) return;
        problems.Add(
            schedule.At("after"), schedule.KeyPath("after"), $"'{other}', this pipeline itself",
            "the name of another pipeline", "Name the pipeline that has to end before this one");
    }

    private static void CheckStart(Section schedule, ProblemList problems)
    {
        var (cron, after) = (schedule.IsGiven("cron"), schedule.IsGiven("after"));
        if (!cron && !after)
        {
            problems.Add(
                schedule.Place, schedule.KeyPath("cron"), "nothing",
                "a cron expression, or 'after' with another pipeline", "Add it, for instance cron: \"0 3 * * *\"");
        }
        else if (cron && after)
        {
            problems.Add(
                schedule.At("after"), schedule.KeyPath("after"), "both cron and after",
                "one of them: a pipeline starts at times or after another one", "Remove one of them");
        }
        else if (after)
        {
            foreach (var key in OnlyWithCron.Where(schedule.IsGiven))
            {
                problems.Add(
                    schedule.At(key), schedule.KeyPath(key), "a value without effect", $"no {key} beside 'after'",
                    "Remove it: the run takes its time from the pipeline before it");
            }
        }
    }

    private static void CheckCron(Section schedule, ProblemList problems)
    {
        if (schedule.Reference<string>("cron") is not { } cron) return;
        var node = schedule.At("cron");
        foreach (var (offset, found, expected) in CronFields.Check(cron))
        {
            // Where a variable stands in the text, its columns are not those of the value.
            var shift = node is ScalarNode scalar && scalar.Text == cron ? offset + (scalar.Plain ? 0 : 1) : 0;
            problems.Add(
                node with { Column = node.Column + shift }, schedule.KeyPath("cron"), found, expected,
                "Mend this field; 'analytics schedule DIR --list' shows the next times");
        }
    }
}
