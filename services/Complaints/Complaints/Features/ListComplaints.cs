using System;
using System.Linq;
using System.Linq.Expressions;
using System.Threading;
using System.Threading.Tasks;
using ApiConventions;
using ApiConventions.Errors;
using ApiConventions.Lists;
using Complaints.Data;
using Complaints.Domain;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using ServiceDefaults.Security;

namespace Complaints.Features;

/// <summary>Cases that the caller may see, newest first.</summary>
internal static class ListComplaints
{
    private static readonly Listing<Complaint> Listing = new Listing<Complaint>()
        .FilterBy("caseNumber", number => complaint => complaint.CaseNumber == number)
        .FilterBy("externalId", id => complaint => complaint.ExternalId == id)
        .FilterBy("status", word => Is<ComplaintStatus>(word, value => complaint => complaint.Status == value))
        .FilterBy("severity", word => Is<Severity>(word, value => complaint => complaint.Severity == value))
        .FilterBy("ticketType", word => Is<TicketType>(word, value => complaint => complaint.TicketType == value))
        .FilterBy("channel.name", word => Is<IntakeChannel>(word, value => complaint => complaint.Channel == value))
        .FilterBy("accountVerification", word => Is<AccountCheck>(word, value => c => c.AccountCheck == value))
        .FilterBy("nature", word => Is<CaseNature>(word, value => complaint => complaint.Nature == value))
        .FilterBy("relatedEntity.id", About)
        .FilterBy("vasServiceId", AboutService)
        .FilterBy("priority", ListQueue.OfPriority)
        .FilterBy("unit", unit => complaint => complaint.Unit == unit)
        .FilterBy("escalationLevel", word => Is<EscalationLevel>(word, level => c => c.EscalationLevel == level))
        .FilterBy("text", Containing);

    public static void Map(RouteGroupBuilder tickets) =>
        tickets.MapGet("", Handle).RequireRoles([Roles.Customer, Roles.Channel, .. Roles.CaseStaff]);

    private static Task<ListAnswer<TroubleTicketView>> Handle(
        HttpContext http,
        ComplaintsDb db,
        Caller caller,
        CancellationToken ct
    ) =>
        Listing.AnswerAsync(
            db.Complaints.AsNoTracking()
                .IgnoreAutoIncludes()
                .VisibleTo(caller)
                .OrderByDescending(c => c.OpenedAt)
                .ThenBy(c => c.Id),
            http,
            TroubleTicketView.Of,
            ct
        );

    private static Expression<Func<Complaint, bool>>? Is<T>(
        string word,
        Func<T, Expression<Func<Complaint, bool>>> where
    )
        where T : struct, Enum => Words.Read<T>(word) is { } value ? where(value) : null;

    /// <summary>Cases whose name or description has all of these words in it, in Chinese or English (C18).</summary>
    private static Expression<Func<Complaint, bool>> Containing(string text)
    {
        var terms = SearchTerms.Of(text);
        return terms.Length > 0
            ? complaint => terms.All(term => complaint.SearchTerms.Contains(term))
            : throw new InvalidInput(
                "text",
                "Two neighbouring letters, digits or Chinese characters are needed at least."
            );
    }

    private static Expression<Func<Complaint, bool>>? About(string entity) =>
        Ids.TryRead(entity, out var id)
            ? complaint => complaint.AccountId == id || complaint.VasServiceId == id
            : _ => false;

    private static Expression<Func<Complaint, bool>>? AboutService(string service) =>
        Ids.TryRead(service, out var id) ? complaint => complaint.VasServiceId == id : _ => false;
}
