using System;
using Billing.Domain.Tariffs;

namespace Billing.Features.Usage;

/// <summary>Kinds of usage and their units as the API and events write them.</summary>
internal static class UsageWords
{
    public const string AllKinds = "voice, sms, data";

    public static UsageKind? Read(string? word) =>
        word switch
        {
            "voice" => UsageKind.Voice,
            "sms" => UsageKind.Sms,
            "data" => UsageKind.Data,
            _ => null,
        };

    public static string ToWord(this UsageKind kind) =>
        kind switch
        {
            UsageKind.Voice => "voice",
            UsageKind.Sms => "sms",
            UsageKind.Data => "data",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };

    public static string Unit(this UsageKind kind) =>
        kind switch
        {
            UsageKind.Voice => "min",
            UsageKind.Sms => "sms",
            UsageKind.Data => "MB",
            _ => throw new ArgumentOutOfRangeException(nameof(kind)),
        };
}
