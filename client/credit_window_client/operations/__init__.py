"""Every operation of the API, by group.

Drawn from the OpenAPI document by `make docs`; not to be changed by hand.
"""

from credit_window_client.operations.calendar import CalendarOperations
from credit_window_client.operations.case_figures import CaseFiguresOperations
from credit_window_client.operations.check_batches import CheckBatchesOperations
from credit_window_client.operations.checks import ChecksOperations
from credit_window_client.operations.communities import CommunitiesOperations
from credit_window_client.operations.credit_reports import CreditReportsOperations
from credit_window_client.operations.effects import EffectsOperations
from credit_window_client.operations.enterprises import EnterprisesOperations
from credit_window_client.operations.entries import EntriesOperations
from credit_window_client.operations.entry_objections import EntryObjectionsOperations
from credit_window_client.operations.me import MeOperations
from credit_window_client.operations.measure_applications import MeasureApplicationsOperations
from credit_window_client.operations.measures import MeasuresOperations
from credit_window_client.operations.members import MembersOperations
from credit_window_client.operations.messages import MessagesOperations
from credit_window_client.operations.objections import ObjectionsOperations
from credit_window_client.operations.papers import PapersOperations
from credit_window_client.operations.queries import QueriesOperations
from credit_window_client.operations.query_authorisations import QueryAuthorisationsOperations
from credit_window_client.operations.query_purposes import QueryPurposesOperations
from credit_window_client.operations.record_imports import RecordImportsOperations
from credit_window_client.operations.records import RecordsOperations
from credit_window_client.operations.redemptions import RedemptionsOperations
from credit_window_client.operations.repair_cases import RepairCasesOperations
from credit_window_client.operations.rights_requests import RightsRequestsOperations
from credit_window_client.operations.rule_previews import RulePreviewsOperations
from credit_window_client.operations.statistics import StatisticsOperations
from credit_window_client.operations.subject_matches import SubjectMatchesOperations
from credit_window_client.operations.subjects import SubjectsOperations
from credit_window_client.operations.tokens import TokensOperations
from credit_window_client.operations.uploads import UploadsOperations
from credit_window_client.transport import Transport


class Operations:
    """The operations, one attribute a group."""

    def __init__(self, transport: Transport) -> None:
        self.tokens = TokensOperations(transport)
        self.messages = MessagesOperations(transport)
        self.statistics = StatisticsOperations(transport)
        self.me = MeOperations(transport)
        self.checks = ChecksOperations(transport)
        self.papers = PapersOperations(transport)
        self.check_batches = CheckBatchesOperations(transport)
        self.rule_previews = RulePreviewsOperations(transport)
        self.record_imports = RecordImportsOperations(transport)
        self.enterprises = EnterprisesOperations(transport)
        self.records = RecordsOperations(transport)
        self.subjects = SubjectsOperations(transport)
        self.subject_matches = SubjectMatchesOperations(transport)
        self.measures = MeasuresOperations(transport)
        self.measure_applications = MeasureApplicationsOperations(transport)
        self.queries = QueriesOperations(transport)
        self.query_purposes = QueryPurposesOperations(transport)
        self.query_authorisations = QueryAuthorisationsOperations(transport)
        self.credit_reports = CreditReportsOperations(transport)
        self.repair_cases = RepairCasesOperations(transport)
        self.case_figures = CaseFiguresOperations(transport)
        self.uploads = UploadsOperations(transport)
        self.calendar = CalendarOperations(transport)
        self.effects = EffectsOperations(transport)
        self.entry_objections = EntryObjectionsOperations(transport)
        self.rights_requests = RightsRequestsOperations(transport)
        self.objections = ObjectionsOperations(transport)
        self.communities = CommunitiesOperations(transport)
        self.members = MembersOperations(transport)
        self.redemptions = RedemptionsOperations(transport)
        self.entries = EntriesOperations(transport)
