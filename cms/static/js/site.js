/** Loads the small elements that upgrade pages which already work without them. */
import "./elements/copy-button.js";
import "./elements/theme-toggle.js";
import "./elements/search-suggest.js";
import "./elements/buy-bar.js";
import "./elements/submit-once.js";
