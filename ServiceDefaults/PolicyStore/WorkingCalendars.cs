using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using Rules;

namespace ServiceDefaults.PolicyStore;

/// <summary>The working calendars that the product ships, one file each: <c>Calendars/CN.json</c>.</summary>
internal static class WorkingCalendars
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        ReadCommentHandling = JsonCommentHandling.Skip,
    };

    /// <exception cref="InvalidOperationException">There is no such calendar.</exception>
    public static WorkingCalendar Read(string name)
    {
        var assembly = typeof(WorkingCalendars).Assembly;
        using var stream =
            assembly.GetManifestResourceStream($"ServiceDefaults.PolicyStore.Calendars.{name}.json")
            ?? throw new InvalidOperationException($"There is no working calendar {name}.");
        using var file = new StreamReader(stream);
        var calendar = JsonSerializer.Deserialize<CalendarFile>(file.ReadToEnd(), Format)!;
        return new WorkingCalendar(
            name,
            TimeZoneInfo.FindSystemTimeZoneById(calendar.Zone),
            new WorkingWeek(calendar.Week.ToDictionary(day => day.Key, day => ShiftsOf(day.Value))),
            calendar.SpecialDays.SelectMany(Days)
        );
    }

    private static IReadOnlyList<Shift> ShiftsOf(IEnumerable<TimeOnly[]> shifts) =>
        [.. shifts.Select(shift => new Shift(shift[0], shift[1]))];

    private static IEnumerable<SpecialDay> Days(SpecialDays days) =>
        Enumerable
            .Range(0, (days.Until ?? days.Date).DayNumber - days.Date.DayNumber + 1)
            .Select(day => new SpecialDay(days.Date.AddDays(day), days.Kind));

    private sealed record CalendarFile(
        string Zone,
        Dictionary<DayOfWeek, TimeOnly[][]> Week,
        IReadOnlyList<SpecialDays> SpecialDays
    );

    /// <param name="Until">The last day, both ends included; null for a single one.</param>
    private sealed record SpecialDays(DateOnly Date, DayKind Kind, DateOnly? Until = null);
}
