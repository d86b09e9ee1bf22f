using System;
using System.Globalization;
using System.Net.Http;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.V1;
using Complaints.Domain;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Rules;

namespace Complaints.Features;

/// <summary>
/// Asks Billing for a compensation, in the name of who waits: his token is forwarded, his limits decide there. Unlike an
/// account's check it cannot be had later without him, so a Billing that is away means no compensation now.
/// </summary>
internal sealed class CompensationGrants(
    Credits.CreditsClient billing,
    TimeProvider clock,
    ILogger<CompensationGrants> log
)
{
    /// <summary>It posts to the books under locks; below the gateway's ten seconds.</summary>
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <returns>Null when Billing is away.</returns>
    /// <exception cref="RuleViolation"><c>compensation.*</c>, or <c>complaint.account-unknown</c>.</exception>
    public async Task<GrantAnswer?> AskAsync(
        Complaint complaint,
        Guid account,
        decimal amount,
        string reason,
        Guid? charge,
        CancellationToken ct
    )
    {
        var request = new GrantRequest
        {
            AccountId = account.ToString(),
            ComplaintId = complaint.Id.ToString(),
            CaseNumber = complaint.CaseNumber,
            Key = KeyOf(amount, reason, charge),
            Amount = amount.ToString("0.00", CultureInfo.InvariantCulture),
            Reason = reason,
            ChargeId = $"{charge}",
            ServiceId = $"{complaint.VasServiceId}",
        };
        try
        {
            return await billing.GrantAsync(
                request,
                deadline: clock.GetUtcNow().UtcDateTime + Deadline,
                cancellationToken: ct
            );
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.FailedPrecondition)
        {
            throw new RuleViolation(e.Trailers.GetValue("code") ?? "compensation.refused", e.Status.Detail);
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            throw new RuleViolation("complaint.account-unknown", "Billing knows no such account.");
        }
        catch (Exception e) when (IsAway(e) && !ct.IsCancellationRequested)
        {
            log.LogWarning("Billing did not answer, no compensation was recorded: {Reason}", e.Message);
            return null;
        }
    }

    /// <summary>
    /// The same sum for the same reason, and the same charge when one is named, on a case is the same compensation: an agent
    /// whose answer was lost asks again and gives nothing twice. A second one takes other words.
    /// </summary>
    private static string KeyOf(decimal amount, string reason, Guid? charge) =>
        Convert.ToHexStringLower(
            SHA256.HashData(
                Encoding.UTF8.GetBytes(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{amount:0.00}\n{reason}{(charge is null ? "" : $"\n{charge}")}"
                    )
                )
            )
        );

    private static bool IsAway(Exception e) =>
        e is HttpRequestException
        || e
            is RpcException
            {
                StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled
            };
}
