using System;
using System.Linq;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace ServiceDefaults.Security;

/// <summary>Whose token came with the request: what every ownership rule asks.</summary>
/// <param name="Subject">The token's <c>sub</c>.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="AccountId">The account a customer is bound to; null for everybody else.</param>
/// <param name="Unit">The unit that staff work in; null for those who belong to none.</param>
/// <param name="PartnerId">The service provider or merchant a partner is; null for everybody else.</param>
public sealed record Caller(string Subject, string Role, Guid? AccountId, string? Unit = null, Guid? PartnerId = null)
{
    public bool IsCustomer => Role == Roles.Customer;

    public bool IsPartner => Role == Roles.Partner;

    public bool IsCaseStaff => Roles.CaseStaff.Contains(Role);

    /// <summary>Staff who look across units: leaders, auditors and ops.</summary>
    public bool SeesEveryUnit => Role is Roles.Leader or Roles.Auditor or Roles.Ops;

    internal static Caller From(HttpContext? context)
    {
        var user = context?.User;
        if (user?.Identity?.IsAuthenticated != true)
        {
            throw new InvalidOperationException("A caller is only known inside an authenticated request.");
        }

        return new Caller(
            user.FindFirstValue("sub") ?? "",
            user.FindFirstValue("role") ?? "",
            Guid.TryParseExact(user.FindFirstValue("account"), "D", out var account) ? account : null,
            user.FindFirstValue("unit") is { Length: > 0 } unit ? unit : null,
            Guid.TryParseExact(user.FindFirstValue("partner"), "D", out var partner) ? partner : null
        );
    }
}
