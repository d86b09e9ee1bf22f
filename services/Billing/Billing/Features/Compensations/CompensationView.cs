using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Billing.Domain.Compensations;

namespace Billing.Features.Compensations;

/// <summary>A compensation; a customer reads neither who decided nor what was said among staff.</summary>
/// <param name="ChargeId">The third party's charge that it is for, when it is for one.</param>
/// <param name="Status">requested (waits for a second person), granted, rejected or clawedBack.</param>
/// <param name="DueAgain">Of one that was taken back: what is still to be paid.</param>
public sealed record CompensationView(
    Guid Id,
    string Href,
    Guid AccountId,
    Guid ComplaintId,
    string CaseNumber,
    Guid? ChargeId,
    decimal Amount,
    string Currency,
    string Reason,
    string Status,
    DateTimeOffset RequestedAt,
    DateTimeOffset? DecidedAt,
    DateTimeOffset? ClawedBackAt,
    string? Finding,
    decimal? DueAgain,
    string? RequestedBy,
    string? DecidedBy,
    string? RejectedFor,
    string? ClawedBackBy,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "Compensation"
) : IVersioned
{
    public const string Root = "/api/billing/v1/compensations";

    public static CompensationView Of(Compensation it, bool forStaff) =>
        new(
            it.Id,
            $"{Root}/{it.Id}",
            it.AccountId,
            it.ComplaintId,
            it.CaseNumber,
            it.ChargeId,
            it.Amount,
            it.Currency,
            it.Reason,
            it.Status.ToWord(),
            it.RequestedAt,
            it.DecidedAt,
            it.ClawedBackAt,
            it.Finding,
            it.Status == CompensationStatus.ClawedBack ? it.DueAgain : null,
            forStaff ? it.RequestedBy : null,
            forStaff ? it.DecidedBy : null,
            forStaff ? it.RejectedFor : null,
            forStaff ? it.ClawedBackBy : null,
            it.Version
        );
}

internal static class CompensationWords
{
    public static string ToWord(this CompensationStatus status) => JsonNamingPolicy.CamelCase.ConvertName($"{status}");

    public static CompensationStatus? Read(string word)
    {
        foreach (var status in Enum.GetValues<CompensationStatus>())
        {
            if (status.ToWord() == word)
            {
                return status;
            }
        }

        return null;
    }
}
