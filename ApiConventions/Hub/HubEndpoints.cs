using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions.Errors;
using ApiConventions.Lists;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;
using Rules;

namespace ApiConventions.Hub;

/// <summary>A subscription belongs to the subject that made it; for everybody else it does not exist.</summary>
internal sealed class HubEndpoints(HubApi api)
{
    private const int MaxCallback = 2000;
    private const int MaxPerSubject = 20;

    /// <summary>The only role that is bound to an account; whoever has another may see more than one account's.</summary>
    private const string Customer = "customer";

    public async Task<Created<HubSubscriptionView>> SubscribeAsync(
        HubRequest request,
        HttpContext http,
        DbContext db,
        IOptions<JsonOptions> json,
        TimeProvider clock,
        CancellationToken ct
    )
    {
        HubQuery.Parse(request.Query).MustSpeakOf(api, json.Value.SerializerOptions);
        var now = clock.Now();
        var role = http.User.FindFirst("role")?.Value ?? "";
        var made = new HubSubscription(
            Guid.CreateVersion7(now),
            CallbackOf(request),
            request.Query,
            SubjectOf(http),
            role,
            role == Customer && Guid.TryParseExact(http.User.FindFirst("account")?.Value, "D", out var account)
                ? account
                : null,
            http.User.FindFirst("unit")?.Value is { Length: > 0 } unit ? unit : null
        );

        await using var own = await OwnTransactionAsync(db, ct);
        if (await db.CountAloneAsync(made.Subject, ct) >= MaxPerSubject)
        {
            throw new RuleViolation("hub.too-many", $"A subject has at most {MaxPerSubject} subscriptions.");
        }

        await db.AddAsync(api, made, now, ct);
        await (own?.CommitAsync(ct) ?? Task.CompletedTask);
        return TypedResults.Created($"{api.Root}/hub/{made.Id}", View(made));
    }

    public async Task<ListAnswer<HubSubscriptionView>> ListAsync(HttpContext http, DbContext db, CancellationToken ct)
    {
        var request = ListRequest.Read(http.Request.Query);
        if (request.Filters is [var (attribute, _), ..])
        {
            throw new InvalidInput(attribute, "This list cannot be filtered.");
        }

        var mine = await db.SubscriptionsOfAsync(api, SubjectOf(http), ct);
        return new([.. mine.Skip(request.Offset).Take(request.Limit).Select(View)], mine.Count);
    }

    public async Task<Results<Ok<HubSubscriptionView>, NotFound>> GetAsync(
        string id,
        HttpContext http,
        DbContext db,
        CancellationToken ct
    )
    {
        var mine = await db.SubscriptionsOfAsync(api, SubjectOf(http), ct);
        return mine.Find(subscription => subscription.Id.ToString() == id) is { } found
            ? TypedResults.Ok(View(found))
            : TypedResults.NotFound();
    }

    public async Task<Results<NoContent, NotFound>> EndAsync(
        string id,
        HttpContext http,
        DbContext db,
        CancellationToken ct
    ) =>
        Ids.TryRead(id, out var key) && await db.RemoveAsync(api, SubjectOf(http), key, ct)
            ? TypedResults.NoContent()
            : TypedResults.NotFound();

    /// <exception cref="InvalidInput">No address that events could be POSTed to.</exception>
    private static string CallbackOf(HubRequest request)
    {
        const string Field = "callback";
        if (string.IsNullOrWhiteSpace(request.Callback))
        {
            throw new InvalidInput(Field, "It is mandatory.");
        }

        if (request.Callback.Length > MaxCallback)
        {
            throw new InvalidInput(Field, $"At most {MaxCallback} characters are taken.");
        }

        return
            Uri.TryCreate(request.Callback, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address is { Host.Length: > 0, UserInfo.Length: 0, Fragment.Length: 0 }
            ? request.Callback
            : throw new InvalidInput(
                Field,
                "An absolute http or https address without user information and fragment is expected."
            );
    }

    /// <summary>With an Idempotency-Key there is one already, and the subscription commits with the kept answer.</summary>
    private static async Task<IDbContextTransaction?> OwnTransactionAsync(DbContext db, CancellationToken ct) =>
        db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(ct) : null;

    private static string SubjectOf(HttpContext http) => http.User.FindFirst("sub")?.Value ?? "";

    private static HubSubscriptionView View(HubSubscription subscription) =>
        new(subscription.Id, subscription.Callback, subscription.Query);
}
