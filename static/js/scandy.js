// What every page gets. Each module looks for its data- hooks and does nothing without them;
// pages work without any of this, except scanning.
import "./modules/board.js";
import "./modules/checks.js";
import "./modules/dialogs.js";
import "./modules/forms.js";
import "./modules/listing.js";
import "./modules/notices.js";
import "./modules/picker.js";
import "./modules/search.js";
import "./modules/stocktaking.js";
import "./modules/theme-switch.js";
import "./modules/ticket.js";
