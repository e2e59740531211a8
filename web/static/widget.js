// The whole embed: <script type="module" src="https://clinic.example/widget.js"></script>
import "./static/widget/element.js";
